"""The changes that an import makes to a library, collected in memory."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final
from uuid import UUID

from watchkeeper.logics.watchlist.request_tags import NO_TAGS, RequestTags
from watchkeeper.models.types.imports.import_fact import FeedbackOrigin
from watchkeeper.models.types.imports.import_library import Fact, LibraryTitle, LibraryWrites, RowOrigin
from watchkeeper.models.types.imports.import_state import ImportMode
from watchkeeper.models.types.undo.operation import ChangedRow, RowImage, RowKind
from watchkeeper.models.types.watchlist.locked_rows import RowWrites
from watchkeeper.models.types.watchlist.play import PlayKey
from watchkeeper.models.types.watchlist.when import NEVER, When, WhenPrecision

_STEP = timedelta(microseconds=1)
_HALF_A_DAY: Final = timedelta(hours=12)
_LONGEST_TAG: Final = 100


def short_tag(name: str) -> str:
    """Return a name of a tag as far as it can be stored."""
    return name[:_LONGEST_TAG].strip()


@dataclass(kw_only=True, eq=False)
class LibraryEdits:
    """The rows that a file of a service adds and changes. It stores nothing: `writes` collects the rows to be stored.

    `zone` is where days begin for the person. `changed` are the facts that the current title has got, each as often as
    it was new; `differing` those that the library has otherwise, which only an overwriting import changes. `taken_keys`
    are those of plays, which no other play may have; `touched` those rows that were stored before and change.
    """

    user_id: UUID
    source: str
    mode: ImportMode
    at: datetime
    zone: tzinfo
    tags: RequestTags = NO_TAGS
    last_ranks: dict[str, int] = field(default_factory=dict)
    taken_keys: set[PlayKey] = field(default_factory=set)
    writes: LibraryWrites = field(default_factory=LibraryWrites)
    changed: Counter[Fact] = field(default_factory=Counter)
    differing: set[Fact] = field(default_factory=set)
    touched: set[UUID] = field(default_factory=set)

    @property
    def overwrites(self) -> bool:
        return self.mode is ImportMode.OVERWRITE

    def time_of(self, when: When) -> datetime:
        """Return the instant at which a file says that something was done, else the current time; of a day its noon,
        which is on that day in nearly every time zone."""
        noon = when.sorted_at + _HALF_A_DAY if when.precision is WhenPrecision.DAY and when.sorted_at else None
        return min(when.instant or noon or self.at, self.at)

    def tag_ids(self, names: Iterable[str]) -> list[UUID]:
        """Return the ids of tags, of which each has at most 100 characters."""
        return self.tags.ids_of(map(short_tag, names))

    def remember(self, title: LibraryTitle) -> None:
        """Remember how far the person was in a title that changes, and whose words its rating and review were."""
        rows = self.writes.followers
        images: list[RowImage | None] = [*title.viewing_images]
        if not images and title.entry is not None:
            images = [None]
        rows += (ChangedRow(RowKind.VIEWING, title.title_id, image, self.at) for image in images)
        rows += (ChangedRow(RowKind.ORIGIN, row_id, image, self.at) for row_id, image in title.origin_images.items())

    def edit(self, title: LibraryTitle, row: Any, writes: RowWrites[Any]) -> None:  # noqa: ANN401 - an entity
        """Note that a row of a title changed visibly to the person."""
        if row.id not in title.images:
            return
        self.touch(title, row, writes)
        self.writes.edited[row.id] = title.images[row.id]
        row.edited_at = row.updated_at

    def remove(self, title: LibraryTitle, row: Any, writes: RowWrites[Any]) -> None:  # noqa: ANN401
        """Note that a stored row of a title is removed."""
        writes.removed.append(row)
        self.writes.edited[row.id] = title.images[row.id]

    def touch(self, title: LibraryTitle, row: Any, writes: RowWrites[Any]) -> None:  # noqa: ANN401
        """Note that a row of a title changed."""
        if row.id in title.images and row.id not in self.touched:
            self.touched.add(row.id)
            row.updated_at = max(self.at, row.updated_at + _STEP)
            writes.changed.append(row)

    def note_origin(self, row: Any, told_at: datetime, *, is_present: bool = True, key: str | None = None) -> None:  # noqa: ANN401
        """Store the origin of a rating or a review."""
        self.writes.origins.append(RowOrigin(row.id, self.source, is_present, told_at, key, row.edited_at))

    def restore_origin(self, row: Any, origin: FeedbackOrigin) -> None:  # noqa: ANN401
        """Store the origin that a rating or a review had at another service, from our own export."""
        told_at, key = origin.at.sorted_at or NEVER, origin.play_key
        self.writes.origins.append(RowOrigin(row.id, origin.source, origin.is_present, told_at, key, row.edited_at))
