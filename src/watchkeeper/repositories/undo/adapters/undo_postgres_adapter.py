from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from watchkeeper.foundation.postgres.database import Database
from watchkeeper.models.types.operation import LeftRow, RestoredRows, RowKind
from watchkeeper.repositories.undo.adapters import undo_statements as statements
from watchkeeper.repositories.undo.adapters.undo_statements import TABLES, UndoableTable

_WITH_STATISTICS = frozenset({RowKind.RATING, RowKind.REVIEW})


class PostgresUndoAdapter:
    """Rows as they were, which PostgreSQL makes of the images in `operation_rows`. Triggers do the rest, as always."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lock(self, user_id: UUID, operation_id: UUID) -> list[RowKind]:
        of_operation = {"user_id": user_id, "operation_id": operation_id}
        found = {row["kind"] for row in await self._database.fetch(statements.KINDS, **of_operation)}
        kinds = [kind for kind in RowKind if kind in found]
        tables = [TABLES[kind] for kind in kinds]
        title_ids = await self._lock_titles(tables, of_operation)
        for table in tables:
            await self._database.execute(table.lock, **of_operation)
        if _WITH_STATISTICS.intersection(kinds):
            await self._database.execute(statements.LOCK_RATING_STATISTICS, title_ids=title_ids)
        return kinds

    async def restore(self, user_id: UUID, operation_id: UUID, kind: RowKind, at: datetime) -> RestoredRows:
        table = TABLES[kind]
        values = {"user_id": user_id, "operation_id": operation_id, "at": at}
        restored = [
            row
            for statement in (table.remove, table.revert, table.restore)
            for row in await self._database.fetch(statement, **values)
        ]
        if kind is RowKind.RATING:
            title_ids = [row["title_id"] for row in restored]
            await self._database.execute(statements.TOUCH_REVIEWS, user_id=user_id, title_ids=title_ids, at=at)
        row_ids = [row["id"] for row in restored]
        left = await self._database.fetch(table.left, **values, row_ids=row_ids)
        return RestoredRows(len(restored), [LeftRow(kind.value, row["id"], row["reason"]) for row in left])

    async def _lock_titles(self, tables: Iterable[UndoableTable], of_operation: dict[str, Any]) -> list[UUID]:
        """Lock the titles that rows name; a title may be merged into another one while its lock is waited for."""
        locked: set[UUID] = set()
        while missing := await self._find_titles(tables, of_operation) - locked:
            await self._database.execute(statements.LOCK_TITLES, title_ids=sorted(missing))
            locked |= missing
        return sorted(locked)

    async def _find_titles(self, tables: Iterable[UndoableTable], of_operation: dict[str, Any]) -> set[UUID]:
        return {row["title_id"] for table in tables for row in await self._database.fetch(table.titles, **of_operation)}
