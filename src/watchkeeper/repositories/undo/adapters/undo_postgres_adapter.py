from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from watchkeeper.foundation.postgres.database import Database
from watchkeeper.models.types.undo.operation import LeftRow, OperationPart, RestoredRows, RowKind
from watchkeeper.repositories.undo.adapters import undo_follower_statements as followers
from watchkeeper.repositories.undo.adapters import undo_statements as statements
from watchkeeper.repositories.undo.adapters import undone_viewing_statements as viewings
from watchkeeper.repositories.undo.adapters.undo_statements import FOLLOWING, TABLES
from watchkeeper.repositories.undo.adapters.undoable_table import UndoableTable
from watchkeeper.repositories.undo.adapters.undone_order_statements import LOCK_LISTS

_WITH_STATISTICS = frozenset({RowKind.RATING, RowKind.REVIEW})
_IN_LISTS = frozenset({RowKind.LIST_ITEM, RowKind.LIST_ORDER})


class PostgresUndoAdapter:
    """Rows as they were, which PostgreSQL makes of the images in `operation_rows`. Triggers do the rest, as always."""

    def __init__(self, database: Database, *, max_entries: int, max_lists: int, max_items: int) -> None:
        self._database = database
        self._quotas = {"max_entries": max_entries, "max_lists": max_lists, "max_items": max_items}

    async def lock(self, user_id: UUID, part: OperationPart) -> list[RowKind]:
        of_operation = _of(user_id, part)
        found = {row["kind"] for row in await self._database.fetch(statements.KINDS, **of_operation)}
        kinds = [kind for kind in RowKind if kind in found & TABLES.keys()]
        tables = [TABLES[kind] for kind in kinds]
        title_ids = await self._lock_titles(tables, of_operation)
        if _IN_LISTS.intersection(kinds):
            await self._database.execute(LOCK_LISTS, **of_operation)
        for lock in (table.lock for table in tables if table.lock is not None):
            await self._database.execute(lock, **of_operation)
        if _WITH_STATISTICS.intersection(kinds):
            await self._database.execute(statements.LOCK_RATING_STATISTICS, title_ids=title_ids)
        return kinds

    async def restore(self, user_id: UUID, part: OperationPart, kind: RowKind, at: datetime) -> RestoredRows:
        table = TABLES[kind]
        values = {**_of(user_id, part), "at": at, **self._quotas}
        restored = [
            row
            for statement in (table.remove, table.revert, table.restore)
            if statement is not None
            for row in await self._database.fetch(statement, **values)
        ]
        if table.left is None:
            return RestoredRows(0, [])
        row_ids = [row["id"] for row in restored]
        title_ids = [row["title_id"] for row in restored if "title_id" in row]
        for statement in FOLLOWING.get(kind, ()):
            await self._database.execute(statement, **values, row_ids=row_ids, title_ids=title_ids)
        left = await self._database.fetch(table.left, **values, row_ids=row_ids)
        left_rows = [LeftRow(kind.value, row["id"], row["reason"]) for row in left]
        return RestoredRows(len(restored), left_rows, title_ids, row_ids)

    async def restore_viewings(
        self, user_id: UUID, part: OperationPart, at: datetime, title_ids: Collection[UUID] | None = None
    ) -> frozenset[UUID]:
        only = None if title_ids is None else list(title_ids)
        rows = await self._database.fetch(viewings.RESTORE, **_of(user_id, part), at=at, title_ids=only)
        others = {row["title_id"] for row in rows if not row["has_same_plays"]}
        return frozenset(row["title_id"] for row in rows) - others

    async def find_led_by_plays(self, user_id: UUID, title_ids: Collection[UUID]) -> frozenset[UUID]:
        if not title_ids:
            return frozenset()
        rows = await self._database.fetch(viewings.LED_BY_PLAYS, user_id=user_id, title_ids=list(title_ids))
        return frozenset(row["title_id"] for row in rows)

    async def remove_viewings(self, user_id: UUID, part: OperationPart, title_ids: Collection[UUID]) -> None:
        await self._database.execute(viewings.REMOVE, **_of(user_id, part), title_ids=list(title_ids))

    async def restore_stated(self, user_id: UUID, part: OperationPart) -> None:
        await self._database.execute(viewings.RESTORE_STATED, **_of(user_id, part))

    async def restore_followers(self, user_id: UUID, part: OperationPart) -> None:
        for statement in followers.FOLLOWING:
            await self._database.execute(statement, **_of(user_id, part))

    async def _lock_titles(self, tables: Iterable[UndoableTable], of_operation: dict[str, Any]) -> list[UUID]:
        """Lock the titles that rows name; a title may be merged into another one while its lock is waited for."""
        locked: set[UUID] = set()
        while missing := await self._find_titles(tables, of_operation) - locked:
            await self._database.execute(statements.LOCK_TITLES, title_ids=sorted(missing))
            locked |= missing
        return sorted(locked)

    async def _find_titles(self, tables: Iterable[UndoableTable], of_operation: dict[str, Any]) -> set[UUID]:
        found = [table.titles for table in tables if table.titles is not None]
        return {row["title_id"] for one in found for row in await self._database.fetch(one, **of_operation)}


def _of(user_id: UUID, part: OperationPart) -> dict[str, Any]:
    return {"user_id": user_id, "operation_id": part.operation_id, "first": part.first}
