"""What is asked of the providers of metadata, and what comes with their answers."""

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
"""The last page that TMDb gives of anything."""


class FavoriteKind(StrEnum):
    """TMDb's words for what can be a favourite."""

    MOVIE = "movie"
    TV = "tv"


FAVORITE_KINDS = {MediaType.MOVIE: FavoriteKind.MOVIE, MediaType.SHOW: FavoriteKind.TV}
MEDIA_TYPES = {kind: media_type for media_type, kind in FAVORITE_KINDS.items()}


@dataclass(frozen=True, slots=True)
class ProviderCaller:
    """Who asks. `token` is their own at TMDb, used in place of the service's where there is one.

    `account_id` is the TMDb account whose favourites are to be marked.
    """

    user_id: UUID
    token: SecretStr | None = None
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class DiscoverRequest:
    """Titles of a media type that meet `parameters`, in the provider's own names; pages count from 1."""

    media_type: MediaType
    page: int = 1
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """Titles of a media type whose names match `query`; pages count from 1."""

    media_type: MediaType
    query: str
    page: int = 1
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DetailsRequest:
    """One title by its number at the provider; `language` is an IETF tag such as `en-US`."""

    media_type: MediaType
    provider_id: int
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ProviderResponse(Generic[ContentT]):
    """What a provider said: right now, or `age_seconds` ago.

    It is stale when its time is over and the provider can't be asked.
    """

    content: ContentT
    age_seconds: int | None = None
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class KnownTitle:
    """A title of a provider that the catalogue has, and how it stands in the watchlist of whoever asks."""

    title_id: UUID
    watch_status: WatchStatus | None
