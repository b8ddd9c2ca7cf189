from collections.abc import Collection
from uuid import UUID

from watchkeeper.foundation.core.errors import TransactionConflictError
from watchkeeper.foundation.postgres.constraint_errors import ConstraintErrors, translate_constraint_errors
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.row_sets import rows_as_json
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.watchlist.locked_rows import RowWrites
from watchkeeper.repositories.watchlist.adapters import watch_entry_bulk_statements as statements
from watchkeeper.repositories.watchlist.adapters.entry_room import close_to, room_of
from watchkeeper.repositories.watchlist.adapters.locked_row_reading import locked_rows
from watchkeeper.repositories.watchlist.watch_entry_bulk_repository import EntryRows

_TAKEN: ConstraintErrors = {"uq_watch_entries_user_id_title_id": TransactionConflictError}


class PostgresWatchEntryBulkAdapter:
    """Many watch entries in PostgreSQL, up to `most` an account."""

    def __init__(self, database: Database, *, most: int) -> None:
        self._database = database
        self._most = most

    async def lock(
        self, user_id: UUID, ids: Collection[UUID], title_ids: Collection[UUID], *, max_added: int
    ) -> EntryRows:
        rows = await self._database.fetch(
            statements.LOCK,
            user_id=user_id,
            ids=list(ids),
            title_ids=list(title_ids),
            close_to=close_to(self._most, max_added),
        )
        locked = locked_rows(rows, WatchEntryEntity, statements.ENTRY, title_ids)
        viewings = {row["named_id"]: row["viewing"] for row in rows if row["viewing"] is not None}
        return EntryRows(locked, viewings, room_of(rows, self._most, max_added))

    async def write(self, user_id: UUID, writes: RowWrites[WatchEntryEntity]) -> None:
        with translate_constraint_errors(_TAKEN, self._database, {}):
            await self._database.execute(
                statements.WRITE,
                user_id=user_id,
                added=rows_as_json(writes.added),
                changed=rows_as_json(writes.changed),
                removed=[row.id for row in writes.removed],
            )
