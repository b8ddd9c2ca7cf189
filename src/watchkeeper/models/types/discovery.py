"""Requests to metadata providers, and their responses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import SecretStr

from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.watch_status import WatchStatus

ContentT = TypeVar("ContentT")

LAST_PAGE = 500
"""The last page of any list of TMDb."""


class FavoriteKind(StrEnum):
    """TMDb's media types of favourites."""

    MOVIE = "movie"
    TV = "tv"


FAVORITE_KINDS = {MediaType.MOVIE: FavoriteKind.MOVIE, MediaType.SHOW: FavoriteKind.TV}
MEDIA_TYPES = {kind: media_type for media_type, kind in FAVORITE_KINDS.items()}


@dataclass(frozen=True, slots=True)
class ProviderCaller:
    """The caller of a provider request. `token` is the caller's own TMDb token; it replaces the service's.

    `account_id` is the TMDb account for the favourite flags.
    """

    user_id: UUID
    token: SecretStr | None = None
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class DiscoverRequest:
    """A request for titles of a media type that match `parameters`, in the provider's names. Pages count from 1."""

    media_type: MediaType
    page: int = 1
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A request for titles of a media type whose names match `query`. Pages count from 1."""

    media_type: MediaType
    query: str
    page: int = 1
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DetailsRequest:
    """A request for one title by its number at the provider. `language` is an IETF tag such as `en-US`."""

    media_type: MediaType
    provider_id: int
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ProviderResponse(Generic[ContentT]):
    """A response of a provider, from the cache if `age_seconds` is set.

    It is stale if it has expired and the provider fails.
    """

    content: ContentT
    age_seconds: int | None = None
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class KnownTitle:
    """The catalogue title of a provider's title, and its status in the user's watchlist."""

    title_id: UUID
    watch_status: WatchStatus | None
