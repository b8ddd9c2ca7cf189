from collections.abc import Collection
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import TransactionConflictError
from watchkeeper.foundation.postgres.constraint_errors import ConstraintErrors, translate_constraint_errors
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.row_sets import rows_as_json
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.watchlist.locked_rows import RowWrites
from watchkeeper.repositories.feedback.adapters import rating_bulk_statements as statements
from watchkeeper.repositories.feedback.rating_bulk_repository import RatingRows
from watchkeeper.repositories.watchlist.adapters.entry_room import close_to, room_of
from watchkeeper.repositories.watchlist.adapters.locked_row_reading import locked_rows

_TAKEN: ConstraintErrors = dict.fromkeys(
    ("uq_ratings_user_id_title_id", "uq_watch_entries_user_id_title_id"), TransactionConflictError
)


class PostgresRatingBulkAdapter:
    """Many ratings in PostgreSQL. A watchlist has `max_entries` entries at most."""

    def __init__(self, database: Database, *, max_entries: int) -> None:
        self._database = database
        self._max_entries = max_entries

    async def lock(
        self, user_id: UUID, ids: Collection[UUID], title_ids: Collection[UUID], *, max_added: int
    ) -> RatingRows:
        rows = await self._database.fetch(
            statements.LOCK,
            user_id=user_id,
            ids=list(ids),
            title_ids=list(title_ids),
            close_to=close_to(self._max_entries, max_added),
        )
        return RatingRows(
            locked_rows(rows, RatingEntity, statements.RATING, title_ids),
            locked_rows(rows, WatchEntryEntity, statements.ENTRY, title_ids),
            frozenset(row["named_id"] for row in rows if row["has_play"]),
            room_of(rows, self._max_entries, max_added),
        )

    async def write(
        self, user_id: UUID, writes: RowWrites[RatingEntity], completed: RowWrites[WatchEntryEntity]
    ) -> None:
        changed = [*writes.added, *writes.changed, *writes.removed]
        with translate_constraint_errors(_TAKEN, self._database, {}):
            await self._database.execute(
                statements.WRITE_RATINGS if completed.is_empty else statements.WRITE,
                user_id=user_id,
                added=rows_as_json(writes.added),
                changed=rows_as_json(writes.changed),
                removed=[row.id for row in writes.removed],
                entries_added=rows_as_json(completed.added),
                entries_changed=rows_as_json(completed.changed),
                entries_removed=[row.id for row in completed.removed],
                title_ids=[row.title_id for row in changed],
                updated_at=now(),
            )
