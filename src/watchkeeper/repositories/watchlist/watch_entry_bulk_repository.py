from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.undo.operation import RowImage
from watchkeeper.models.types.watchlist.locked_rows import LockedRows, RowWrites


@dataclass(frozen=True, slots=True)
class EntryRows:
    """Locked watch entries, and the viewings of now of their titles. `room` is how many entries may be added."""

    entries: LockedRows[WatchEntryEntity]
    viewings: Mapping[UUID, RowImage]
    room: int


class WatchEntryBulkRepository(Protocol):
    """Many watch entries of one person, by one statement a step. Each step needs the same transaction."""

    async def lock(
        self, user_id: UUID, ids: Collection[UUID], title_ids: Collection[UUID], *, max_added: int
    ) -> EntryRows:
        """Return the entries with these ids or of these titles, and how many entries may be added, up to `max_added`.

        The titles, then the entries are locked until the transaction ends, each by id. Raises TransactionConflictError
        if a title was merged or deleted concurrently.
        """

    async def write(self, user_id: UUID, writes: RowWrites[WatchEntryEntity]) -> None:
        """Store all changes of locked entries. Raises TransactionConflictError if an entry of a title has just been
        added."""
