from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.watchlist.locked_rows import LockedRows, RowWrites


@dataclass(frozen=True, slots=True)
class RatingRows:
    """Locked ratings, and the watch entries of their titles. `played` are titles with plays; `room` is how many entries
    may be added."""

    ratings: LockedRows[RatingEntity]
    entries: LockedRows[WatchEntryEntity]
    played: frozenset[UUID]
    room: int


class RatingBulkRepository(Protocol):
    """Many ratings of one person, by one statement a step. Each step needs the same transaction.

    The rating statistics of titles and the person's reviews follow, as with a single rating.
    """

    async def lock(
        self, user_id: UUID, ids: Collection[UUID], title_ids: Collection[UUID], *, max_added: int
    ) -> RatingRows:
        """Return the ratings with these ids or of these titles, with what else there is of their titles, and how many
        entries may be added, up to `max_added`.

        Titles, entries, ratings and rating statistics are locked until the transaction ends, each by id. Raises
        TransactionConflictError if a title was merged or deleted concurrently.
        """

    async def write(
        self, user_id: UUID, writes: RowWrites[RatingEntity], completed: RowWrites[WatchEntryEntity]
    ) -> None:
        """Store all changes of locked ratings, and entries that they complete. Raises TransactionConflictError if a
        rating or an entry of a title has just been added."""
