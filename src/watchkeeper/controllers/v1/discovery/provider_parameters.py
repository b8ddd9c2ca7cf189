"""Common parameters and responses of the discovery operations."""

from collections.abc import Collection
from typing import Annotated, Any

from fastapi import Path, Response
from pydantic import BeforeValidator, Field, SecretStr
from pydantic_core import PydanticCustomError

from watchkeeper.foundation.core import Principal
from watchkeeper.foundation.core.provider_response import ProviderResponse
from watchkeeper.foundation.http import PRIVATE, RequestHeader, json_response
from watchkeeper.models.dtos.discovery.provider_fields import whole_number
from watchkeeper.models.errors.discovery_errors import (
    ProviderBusyError,
    ProviderNotConfiguredError,
    ProviderRejectedRequestError,
    ProviderTimeoutError,
    ProviderUnauthorizedError,
    ProviderUnavailableError,
    TmdbTokenRejectedError,
    TmdbTokenRequiredError,
)
from watchkeeper.models.types.discovery.discovery import HideReason, ProviderCaller

AGE_HEADERS = ("Age", "Warning")
"""Response headers with the age of a provider response, and a warning if it is stale."""

ANIME_ERRORS = (
    ProviderBusyError,
    ProviderRejectedRequestError,
    ProviderTimeoutError,
    ProviderUnauthorizedError,
    ProviderUnavailableError,
)
TMDB_ERRORS = (ProviderNotConfiguredError, TmdbTokenRejectedError, *ANIME_ERRORS)
DISCOVERY_ERRORS = (TmdbTokenRequiredError, *TMDB_ERRORS)

PRIVATE_BY_TOKEN = PRIVATE | {"Vary": "Authorization, Cookie, X-TMDB-Token"}
"""For responses that depend on the caller and on the TMDb token."""

_LONGEST_TOKEN = 2000


def _readable(token: str) -> str:
    scheme, _, rest = token.partition(" ")
    text = (rest if scheme.lower() == "bearer" and rest else token).strip()
    if not 0 < len(text) <= _LONGEST_TOKEN or not text.isascii() or not text.isprintable() or " " in text:
        raise PydanticCustomError("tmdb_token", "Not a token of TMDb")
    return text


TmdbToken = Annotated[
    SecretStr | None,
    BeforeValidator(_readable),
    RequestHeader(
        "X-TMDB-Token",
        description="Your own v4 token of TMDb, with which TMDb is queried. It is neither stored nor logged.",
        schema={"pattern": r"^(Bearer )?[!-~]+$", "maxLength": _LONGEST_TOKEN},
    ),
]
"""The caller's own TMDb token, which is never stored or logged in plain text."""

ProviderNumber = Annotated[
    int,
    Field(ge=1, le=2**31 - 1),
    BeforeValidator(whole_number),
    Path(description="The number of the title at its provider."),
]


def caller_at(
    user: Principal | None,
    token: SecretStr | None = None,
    account_id: int | None = None,
    hide: Collection[HideReason] = (),
) -> ProviderCaller:
    """Return the caller for a provider, with the caller's own TMDb token and account, and what is not to be shown."""
    if user is None:
        return ProviderCaller(token=token, account_id=account_id)
    return ProviderCaller(user.user_id, user.is_admin, token, account_id, frozenset(hide))


def provider_response(fetched: ProviderResponse[Any]) -> Response:
    """Return a provider response as a response, with `Age` in seconds (RFC 9111 §5.1), and `Warning` if it is stale."""
    headers = dict(PRIVATE_BY_TOKEN)
    if fetched.age_seconds is not None:
        headers["Age"] = str(fetched.age_seconds)
    if fetched.is_stale:
        headers["Warning"] = '110 - "Response is Stale"'
    return json_response(fetched.content, headers)
