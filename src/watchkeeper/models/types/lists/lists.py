"""Read models of lists, and their filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from msgspec import Raw

from watchkeeper.foundation.core.read_model import ReadModel, StampedReadModel
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.title import Viewer
from watchkeeper.models.types.watchlist.watch_entry import WatchEntryTitle


class ListKey(NamedTuple):
    """A list and the person whose it is."""

    user_id: UUID
    list_id: UUID


class Neighbours(NamedTuple):
    """The ranks of the items around a place in a list; None at an end."""

    lower: int | None
    upper: int | None


class ListOwner(ReadModel, frozen=True, gc=False):
    """The account that a list belongs to."""

    id: UUID
    username: str


class TitleList(StampedReadModel, frozen=True, gc=False):
    """A list of titles, seasons and episodes."""

    owner: ListOwner
    name: str
    description: str | None
    visibility: str
    is_ranked: bool
    default_sort: str
    items_count: int


class ListedSeason(ReadModel, frozen=True, gc=False):
    """The season that is an item of a list."""

    id: UUID
    number: int
    name: str | None


class ListedEpisode(ReadModel, frozen=True, gc=False):
    """The episode that is an item of a list. `season` is the number of its season."""

    id: UUID
    season: int
    number: int
    absolute_number: int | None
    kind: str
    title: str | None
    state: str


class ListItem(StampedReadModel, frozen=True, gc=False):
    """An item of a list: a title, or a season or an episode of it. `viewer` is what the owner has of the title."""

    list_id: UUID
    title: WatchEntryTitle
    season: ListedSeason | None
    episode: ListedEpisode | None
    rank: int
    note: str | None
    viewer: Viewer


class ListLink(StampedReadModel, frozen=True, gc=False):
    """A link that opens a list, without its secret."""

    name: str | None
    expires_at: datetime | None


class SharedListOwner(ReadModel, frozen=True, gc=False):
    """The owner of a list as strangers see them."""

    username: str


class SharedList(StampedReadModel, frozen=True, gc=False):
    """A list as it is shown to people who have a link."""

    owner: SharedListOwner
    name: str
    description: str | None
    is_ranked: bool
    default_sort: str
    items_count: int


class OpenedList(ReadModel, frozen=True, gc=False):
    """A list that a link opens, and the account that it belongs to."""

    user_id: UUID
    shown: SharedList


class SharedTitle(ReadModel, frozen=True, gc=False):
    """A title as strangers see it: of one that they can't read, only the words `title`, `media_type` and `year`."""

    id: UUID | None
    media_type: str
    title: str
    year: int | None
    release_date: date | None
    release_date_precision: str | None
    runtime_minutes: int | None
    poster_url: str | None
    genres: Raw
    external_ids: Raw
    average_rating: float | None
    ratings_count: int | None


class SharedListItem(StampedReadModel, frozen=True, gc=False):
    """An item as it is shown to people who have a link."""

    title: SharedTitle
    season: ListedSeason | None
    episode: ListedEpisode | None
    rank: int
    note: str | None


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A filter of lists; None means any value."""

    contains: UUID | None = None
    """A title that the list has itself, a season or an episode of."""
    q: str | None = None
    """A part of the name."""


@dataclass(frozen=True, slots=True)
class ListItemFilter:
    """A filter of items; None and nothing mean any value."""

    media_type: MediaType | None = None
    statuses: Sequence[str] = ()
    """Of the owner's watch entry of the title."""
