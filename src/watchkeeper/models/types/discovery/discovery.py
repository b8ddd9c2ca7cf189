"""Requests to metadata providers, and their responses."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from pydantic import SecretStr

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery_orders import DiscoverOrder
from watchkeeper.models.types.watchlist.watch_status import WatchStatus

LAST_PAGE = 500
"""The last page of any list of TMDb."""


class FavoriteKind(StrEnum):
    """TMDb's media types of favourites."""

    MOVIE = "movie"
    TV = "tv"


FAVORITE_KINDS = {MediaType.MOVIE: FavoriteKind.MOVIE, MediaType.SHOW: FavoriteKind.TV}
MEDIA_TYPES = {kind: media_type for media_type, kind in FAVORITE_KINDS.items()}


class ServerTokenUse(StrEnum):
    """Who may use the service's own TMDb token for favourites."""

    ADMINS = "admins"
    EVERYONE = "everyone"


class HideReason(StrEnum):
    """Why somebody wants a result left out."""

    NOT_INTERESTED = "not_interested"
    WATCHED = "watched"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class ProviderCaller:
    """The caller of a provider request; `user_id` is None for an anonymous one.

    `token` is the caller's own TMDb token; it replaces the service's. `account_id` is the TMDb account of the favourite
    flags. Results that `hide` has a reason for are left out.
    """

    user_id: UUID | None = None
    is_admin: bool = False
    token: SecretStr | None = None
    account_id: int | None = None
    hide: frozenset[HideReason] = frozenset()


GenreGroups = tuple[tuple[int, ...], ...]
"""Numbers of genres at the provider: a title has at least one genre of every group."""


@dataclass(frozen=True, slots=True)
class DiscoverQuery:
    """A provider-neutral filter of titles to discover; None leaves a member to the provider.

    A provider ignores members that it can't filter by.
    """

    language: str | None = None
    """The language of texts: an IETF tag such as `en-US`."""
    order: DiscoverOrder | None = None
    genres: GenreGroups | None = None
    year: int | None = None
    """Of the first release, or of the first episode."""
    minimum_average: float | None = None
    """Of the votes at the provider, out of 10."""
    include_adult: bool | None = None
    include_video: bool | None = None


@dataclass(frozen=True, slots=True)
class DiscoverRequest:
    """A page of the titles of a media type that meet `query`; pages count from 1."""

    media_type: MediaType
    page: int = 1
    query: DiscoverQuery = DiscoverQuery()


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A page of the titles of a media type whose names match `query`; pages count from 1.

    None leaves a member to the provider, which ignores members that it can't filter by.
    """

    media_type: MediaType
    query: str
    page: int = 1
    language: str | None = None
    """The language of texts: an IETF tag such as `en-US`."""
    year: int | None = None
    include_adult: bool | None = None


@dataclass(frozen=True, slots=True)
class DetailsRequest:
    """A request for one title by its number at the provider. `language` is an IETF tag such as `en-US`."""

    media_type: MediaType
    provider_id: int
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ProviderWork:
    """The keys that find a provider's title in the catalogue: its number there, else its folded names and its year."""

    provider_id: int
    name_keys: tuple[str, ...]
    year: int | None


@dataclass(frozen=True, slots=True)
class KnownTitle:
    """The catalogue title of a provider's title, its status in the user's watchlist, and what speaks against showing it
    to that person."""

    title_id: UUID
    watch_status: WatchStatus | None
    hide_reasons: frozenset[HideReason] = frozenset()
