"""Read models of watch entries, and their filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from msgspec import Raw

from watchkeeper.foundation.core.read_model import ReadModel, StampedReadModel
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.title_facets import FacetCount
from watchkeeper.models.types.watchlist.tag import TagMode


class WatchEntryTitle(ReadModel, frozen=True, gc=False):
    """The title in a watch entry; `average_rating` is None without ratings.

    `genres` and `external_ids` are JSON as it is stored: they are the larger part of a list, and only passed on.
    """

    id: UUID
    media_type: str
    title: str
    release_date: date | None
    release_date_precision: str
    runtime_minutes: int | None
    poster_url: str | None
    genres: Raw
    external_ids: Raw
    average_rating: float | None
    ratings_count: int


class WatchEntry(StampedReadModel, frozen=True, gc=False):
    """A watch entry with its title; `rating` is the owner's score, or None."""

    user_id: UUID
    status: str
    notes: str | None
    completed_at: datetime | None
    status_set_at: datetime
    status_by: str
    hidden_from: list[str]
    include_specials: bool
    tags: Raw
    """`[{id, name}]` as JSON that PostgreSQL has made."""
    viewing: int
    started_on: str | None
    started_on_precision: str
    finished_on: str | None
    finished_on_precision: str
    plays_count: int
    last_watched_on: str | None
    last_watched_precision: str
    progress: Raw | None
    title: WatchEntryTitle
    rating: float | None


@dataclass(frozen=True, slots=True)
class WatchlistFilter:
    """A filter of watch entries; None and nothing mean any value."""

    statuses: Sequence[str] = ()
    media_type: MediaType | None = None
    genre_ids: Sequence[UUID] = ()
    title_ids: Sequence[UUID] = ()
    external_ids: Sequence[tuple[str, str]] = ()
    """Sources and ids."""
    year_from: int | None = None
    year_to: int | None = None
    runtime_to: int | None = None
    """In minutes."""
    is_favorite: bool | None = None
    """Whether the owner has marked the title as a favourite."""
    tags: Sequence[str] = ()
    """Names or ids."""
    tag_mode: TagMode = TagMode.ANY
    rating_from: float | None = None
    rating_to: float | None = None
    """Of the owner."""
    has_notes: bool | None = None
    q: str | None = None
    """Each word is a prefix of a word of the title or the original title."""

    @property
    def has_reversed_years(self) -> bool:
        """Whether the years include none."""
        return self.year_from is not None and self.year_to is not None and self.year_from > self.year_to

    @property
    def has_reversed_ratings(self) -> bool:
        """Whether the scores include none."""
        return self.rating_from is not None and self.rating_to is not None and self.rating_from > self.rating_to


class WatchlistCounts(ReadModel, frozen=True, gc=False):
    """The numbers of watch entries: all of them, by status, by media type and by genre."""

    total: int
    by_status: dict[str, int]
    by_media_type: dict[str, int]
    by_genre: tuple[FacetCount, ...]
