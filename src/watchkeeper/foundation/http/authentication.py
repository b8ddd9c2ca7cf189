"""Who is calling: the bearer token of a request, and the account behind it as it stands right now."""

import asyncio
from enum import StrEnum
from typing import Annotated, Protocol

from starlette.types import Scope

from watchkeeper.foundation.core.errors import (
    AdminRequiredError,
    AuthenticationRequiredError,
    DatabaseUnavailableError,
)
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.http.headers import bearer_token_of
from watchkeeper.foundation.http.request_state import state_of

_KNOWING_SECONDS = 0.5


class Authenticator(Protocol):
    """Tells whose access tokens are."""

    async def authenticate(self, token: str) -> Principal:
        """Return the caller. Raises InvalidTokenError unless session and account behind the token still stand."""


class Access(StrEnum):
    """Whom a route asks for, by the annotation of its endpoint's parameter for the caller."""

    OPTIONAL = "optional"
    IF_KNOWN = "if_known"
    USER = "user"
    ADMIN = "admin"

    @property
    def is_required(self) -> bool:
        return self in (Access.USER, Access.ADMIN)


Caller = Annotated[Principal | None, Access.OPTIONAL]
"""The caller, or None when no credentials were sent."""

KnownCaller = Annotated[Principal | None, Access.IF_KNOWN]
"""The caller, or None also when the database can't tell who it is, or not at once."""

CurrentUser = Annotated[Principal, Access.USER]
"""The caller; 401 when no credentials were sent."""

CurrentAdmin = Annotated[Principal, Access.ADMIN]
"""The caller; 401 when no credentials were sent, 403 unless it is an admin."""


async def caller_of(scope: Scope, access: Access, authenticator: Authenticator) -> Principal | None:
    """Return the caller as an endpoint with this access gets it.

    Raises InvalidTokenError for credentials that are not a valid bearer token of an active account's live session,
    AuthenticationRequiredError and AdminRequiredError.
    """
    if access is Access.IF_KNOWN:
        return await _known_caller(scope, authenticator)
    caller = await _caller(scope, authenticator)
    if caller is None and access.is_required:
        raise AuthenticationRequiredError
    if access is Access.ADMIN and (caller is None or not caller.is_admin):
        raise AdminRequiredError
    return caller


async def _caller(scope: Scope, authenticator: Authenticator) -> Principal | None:
    token = bearer_token_of(scope)
    if token is None:
        return None
    state = state_of(scope)
    if state.caller is None:  # else the request is retried
        state.caller = await authenticator.authenticate(token)
        state.actor_id = state.caller.user_id
    return state.caller


async def _known_caller(scope: Scope, authenticator: Authenticator) -> Principal | None:
    try:
        async with asyncio.timeout(_KNOWING_SECONDS):
            return await _caller(scope, authenticator)
    except (DatabaseUnavailableError, TimeoutError):
        return None
