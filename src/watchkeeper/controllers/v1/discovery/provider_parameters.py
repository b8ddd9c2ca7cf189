"""What the operations of discovery have in common: who asks, for which page, and how old the answer is."""

from typing import Annotated, Any

from fastapi import Depends, Header, Path, Query, Response
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_core import PydanticCustomError

from watchkeeper.foundation.core.provider_response import ProviderResponse
from watchkeeper.foundation.http.authentication import CurrentUser
from watchkeeper.foundation.http.problem_responses import Responses, problems
from watchkeeper.foundation.http.responses import PRIVATE_BY_TOKEN, json_response
from watchkeeper.models.dtos.favorite_dtos import AccountId
from watchkeeper.models.dtos.fields import Text
from watchkeeper.models.dtos.provider_fields import whole_number
from watchkeeper.models.errors.discovery_errors import (
    ProviderBusyError,
    ProviderNotConfiguredError,
    ProviderRejectedRequestError,
    ProviderTimeoutError,
    ProviderUnauthorizedError,
    ProviderUnavailableError,
    TmdbTokenRejectedError,
)
from watchkeeper.models.types.discovery import LAST_PAGE, GenreGroups, ProviderCaller

ANIME_PROBLEMS: Responses = problems(
    ProviderBusyError, ProviderRejectedRequestError, ProviderTimeoutError, ProviderUnauthorizedError,
    ProviderUnavailableError,
)  # fmt: skip

_LONGEST_TOKEN = 2000


def _readable(token: str) -> str:
    scheme, _, rest = token.partition(" ")
    text = (rest if scheme.lower() == "bearer" and rest else token).strip()
    if not 0 < len(text) <= _LONGEST_TOKEN or not text.isascii() or not text.isprintable() or " " in text:
        raise PydanticCustomError("tmdb_token", "Not a token of TMDb")
    return text


async def tmdb_token(
    x_tmdb_token: Annotated[
        Annotated[str, AfterValidator(_readable)] | None,
        Header(
            alias="X-TMDB-Token",
            description="Your own v4 token of TMDb: TMDb is asked as you. It is neither kept nor logged.",
            json_schema_extra={"pattern": r"^(Bearer )?[!-~]+$", "maxLength": _LONGEST_TOKEN},
        ),
    ] = None,
) -> SecretStr | None:
    """Return the caller's own token of TMDb, which is never kept in clear."""
    return SecretStr(x_tmdb_token) if x_tmdb_token is not None else None


TmdbToken = Annotated[SecretStr | None, Depends(tmdb_token)]


async def provider_caller(user: CurrentUser) -> ProviderCaller:
    """Return who asks where TMDb is not."""
    return ProviderCaller(user.user_id)


async def tmdb_token_owner(user: CurrentUser, token: TmdbToken) -> ProviderCaller:
    """Return who asks, with their own token of TMDb."""
    return ProviderCaller(user.user_id, token)


async def tmdb_caller(
    user: CurrentUser,
    token: TmdbToken,
    account_id: Annotated[
        AccountId | None, Query(description="Your TMDb account: results then say whether they are its favourites.")
    ] = None,
) -> ProviderCaller:
    """Return who asks, with their own token and account of TMDb."""
    return ProviderCaller(user.user_id, token, account_id)


CurrentProviderCaller = Annotated[ProviderCaller, Depends(provider_caller)]
TmdbTokenOwner = Annotated[ProviderCaller, Depends(tmdb_token_owner)]
TmdbCaller = Annotated[ProviderCaller, Depends(tmdb_caller)]

PageNumber = Annotated[int, Query(ge=1, le=LAST_PAGE, description="TMDb gives 500 pages at most.")]
ProviderNumber = Annotated[
    int,
    Field(ge=1, le=2**31 - 1),
    BeforeValidator(whole_number),
    Path(description="The number of the title at its provider."),
]
SearchText = Annotated[Annotated[str, Text(200)], Query(description="What the title is called.")]
Language = Annotated[
    str | None,
    Query(
        pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$",
        max_length=20,
        description="An IETF tag, such as en-US or pt-BR: the language of texts.",
    ),
]
IncludeAdult = Annotated[bool | None, Query(description="Whether to include titles for adults; the default is no.")]
Genres = Annotated[
    str | None,
    Query(
        pattern=r"^[0-9]{1,9}([,|][0-9]{1,9}){0,49}$",
        description="TMDb's numbers of genres: with commas all of them, with | any of them.",
    ),
]
Year = Annotated[int | None, Query(ge=1800, le=9999)]
LeastAverage = Annotated[float | None, Query(alias="vote_average.gte", ge=0, le=10, allow_inf_nan=False)]


def provider_problems(*errors: Any) -> Responses:  # noqa: ANN401 - error classes
    """Return the `responses` of an operation that asks TMDb."""
    return problems(
        ProviderNotConfiguredError,
        TmdbTokenRejectedError,
        ProviderBusyError,
        ProviderRejectedRequestError,
        ProviderTimeoutError,
        ProviderUnauthorizedError,
        ProviderUnavailableError,
        *errors,
    )


def genre_groups_of(genres: str | None) -> GenreGroups | None:
    """Return the genres that were sent: with commas all of them, with | any of them."""
    return None if genres is None else tuple(tuple(map(int, group.split("|"))) for group in genres.split(","))


def provider_response(fetched: ProviderResponse[Any]) -> Response:
    """Return what a provider said as an answer: its age in seconds (RFC 9111 §5.1), and a warning when it is stale."""
    headers = dict(PRIVATE_BY_TOKEN)
    if fetched.age_seconds is not None:
        headers["Age"] = str(fetched.age_seconds)
    if fetched.is_stale:
        headers["Warning"] = '110 - "Response is Stale"'
    return json_response(fetched.content, headers)
