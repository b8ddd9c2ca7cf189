"""A title of a person's library, as imports compare it with a file."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.entities.integrations.position_entity import PositionEntity
from watchkeeper.models.entities.lists.mark_entity import MarkEntity
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.undo.operation import ChangedRow, RowImage, RowKind
from watchkeeper.models.types.watchlist.locked_rows import RowWrites
from watchkeeper.models.types.watchlist.watching import WatchedEpisode
from watchkeeper.models.types.watchlist.when import When

Fact = Hashable
"""Something that a file says of a title: what it is about, and what it says."""


@dataclass(frozen=True, slots=True)
class RowOrigin:
    """The import that wrote a rating or a review last, as long as `edited_at` is still that of the row.

    `is_present` is false of the rating of a single viewing; `told_at` is the day of the file. `play_key` is the key of
    the play that a review is about.
    """

    row_id: UUID
    source: str
    is_present: bool
    told_at: datetime
    play_key: str | None
    edited_at: datetime


@dataclass(slots=True, kw_only=True)
class LibraryTitle:
    """A title of a person's library. `viewing` is the current one. `images` are the rows as they are, by id;
    viewings and origins, which are no resources, have theirs beside them.

    `stated_count` is how many episodes the person has said to have seen in it, `has_start` whether they said when it
    began. `episodes` are those of the catalogue, by season and number and by their ids at other services.
    """

    title_id: UUID
    viewing: int = 1
    stated_count: int | None = None
    has_start: bool = False
    entry: WatchEntryEntity | None = None
    plays: list[PlayEntity] = field(default_factory=list)
    rating: RatingEntity | None = None
    review: ReviewEntity | None = None
    marks: dict[str, MarkEntity] = field(default_factory=dict)
    images: dict[UUID, RowImage] = field(default_factory=dict)
    origins: dict[UUID, RowOrigin] = field(default_factory=dict)
    episodes: dict[Hashable, WatchedEpisode] = field(default_factory=dict)
    viewing_images: list[RowImage] = field(default_factory=list)
    origin_images: dict[UUID, RowImage] = field(default_factory=dict)

    def origin_of(self, row: RatingEntity | ReviewEntity) -> RowOrigin | None:
        """Return the import that wrote a row, None if its person has changed it since, or made it."""
        origin = self.origins.get(row.id)
        return origin if origin is not None and origin.edited_at == row.edited_at else None


@dataclass(frozen=True, slots=True)
class StatedEnd:
    """The end of a completed viewing, as the file has it. `until` is the end of that moment."""

    title_id: UUID
    viewing: int
    finished_on: When
    until: datetime | None


@dataclass(frozen=True, slots=True)
class StatedViewing:
    """A run through a title as a file says it; `until` is the end of `finished_on`."""

    title_id: UUID
    number: int
    state: str
    started_on: str | None
    finished_on: When
    until: datetime | None
    completed_at: datetime | None
    stated_count: int | None


def _nothing() -> RowWrites[Any]:
    return RowWrites([], [], [])


@dataclass(slots=True, kw_only=True)
class LibraryWrites:
    """The rows that an import adds, changes and removes."""

    entries: RowWrites[WatchEntryEntity] = field(default_factory=_nothing)
    plays: RowWrites[PlayEntity] = field(default_factory=_nothing)
    ratings: RowWrites[RatingEntity] = field(default_factory=_nothing)
    reviews: RowWrites[ReviewEntity] = field(default_factory=_nothing)
    marks: list[MarkEntity] = field(default_factory=list)
    positions: list[PositionEntity] = field(default_factory=list)
    """Where the person stopped, unless the library knows that already."""
    viewings: list[StatedViewing] = field(default_factory=list)
    filled_viewings: list[StatedViewing] = field(default_factory=list)
    """Viewings of now of which more is known."""
    ends: list[StatedEnd] = field(default_factory=list)
    origins: list[RowOrigin] = field(default_factory=list)
    edited: dict[UUID, RowImage] = field(default_factory=dict)
    """The changed rows that the person sees as edited, as they were."""
    followers: list[ChangedRow] = field(default_factory=list)
    """What follows changed rows: viewings, origins, new tags, and new ids of titles."""

    @property
    def counts(self) -> dict[str, int]:
        """How many resources are added, by what an import calls them."""
        return {
            "entries": len(self.entries.added),
            "plays": len(self.plays.added),
            "ratings": len(self.ratings.added),
            "reviews": len(self.reviews.added),
            "marks": len(self.marks),
        }

    def changed_rows(self) -> Iterator[ChangedRow]:
        """Yield what an undo has to know."""
        kinds: dict[RowKind, RowWrites[Any]] = {
            RowKind.WATCH_ENTRY: self.entries,
            RowKind.PLAY: self.plays,
            RowKind.RATING: self.ratings,
            RowKind.REVIEW: self.reviews,
        }
        for kind, writes in kinds.items():
            yield from (ChangedRow(kind, row.id, None, row.edited_at) for row in writes.added)
            yield from (ChangedRow.removed(kind, row.id, self.edited[row.id]) for row in writes.removed)
            edited = (row for row in writes.changed if row.id in self.edited)
            yield from (ChangedRow(kind, row.id, self.edited[row.id], row.edited_at) for row in edited)
        yield from (ChangedRow(RowKind.MARK, mark.id, None, mark.updated_at) for mark in self.marks)
        yield from (ChangedRow(RowKind.NEW_POSITION, one.id, None, one.updated_at) for one in self.positions)
        yield from self.followers
