from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from watchkeeper.logics.watchlist.entry_changes import new_entry, set_status
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import ReplaceWatchEntryInput
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.errors.catalogue_errors import QuotaExceededError
from watchkeeper.models.types.undo.operation import ChangedRow, RowImage, RowKind, image_of
from watchkeeper.models.types.watchlist.locked_rows import LockedRows, RowWrites
from watchkeeper.models.types.watchlist.watch_status import WatchStatus

_STEP = timedelta(microseconds=1)
_COMPLETED = ReplaceWatchEntryInput(status=WatchStatus.COMPLETED)


@dataclass(kw_only=True, eq=False)
class CompletedEntries:
    """Watch entries of titles that are rated, and those that ratings complete.

    It stores nothing: `writes` collects the rows to be stored. `played` are titles with plays. `room` is how many
    entries may be added, of `most` that an account may have.
    """

    user_id: UUID
    at: datetime
    locked: LockedRows[WatchEntryEntity]
    played: frozenset[UUID]
    room: int
    most: int
    writes: RowWrites[WatchEntryEntity] = field(default_factory=lambda: RowWrites([], [], []))
    _before: dict[UUID, RowImage] = field(default_factory=dict)

    def is_watched(self, title_id: UUID) -> bool:
        """Whether a title may be rated: it is completed, or was played."""
        entry = self.locked.by_title.get(title_id)
        return title_id in self.played or (entry is not None and entry.status == WatchStatus.COMPLETED)

    def require_room(self, title_id: UUID | None) -> None:
        """Raise QuotaExceededError if the title has no entry, and none may be added. None is a new title."""
        is_there = title_id is not None and title_id in self.locked.by_title
        if not is_there and len(self.writes.added) >= self.room:
            raise QuotaExceededError(self.most)

    def complete(self, title_id: UUID) -> None:
        """Complete the entry of a title, unless the title is watched; add it if it is missing."""
        if self.is_watched(title_id):
            return
        entry = self.locked.by_title.get(title_id)
        if entry is None:
            entry = new_entry(self.user_id, _COMPLETED, self.at)
            entry.title_id, entry.edited_at = title_id, self.at
            self.writes.added.append(entry)
            return
        self._before[entry.id] = image_of(entry.values())
        set_status(entry, WatchStatus.COMPLETED, self.at)
        entry.updated_at = entry.edited_at = max(self.at, entry.updated_at + _STEP)
        self.writes.changed.append(entry)

    def changed_rows(self) -> list[ChangedRow]:
        """Return the changed rows for an undo."""
        written = [*self.writes.added, *self.writes.changed]
        return [ChangedRow(RowKind.WATCH_ENTRY, row.id, self._before.get(row.id), row.edited_at) for row in written]
