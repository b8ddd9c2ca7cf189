from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.models.types.sorts import OperationSort
from watchkeeper.models.types.undo.operation import (
    ChangedRow,
    NewOperation,
    Operation,
    OperationKind,
    OperationSubject,
    RowKind,
)
from watchkeeper.repositories.undo.operation_repository import OperationRepository

_LISTED_FOR = timedelta(days=7)
"""How long an operation that has expired is still there, so that somebody who is late learns why."""
_BATCH = 100
_SEVERAL = OperationSubject()


@dataclass(kw_only=True, eq=False)
class OperationLogic:
    """Records what people did, with the rows as they were before. Every change of a person's rows that can be undone is
    recorded here."""

    operations: OperationRepository
    days: int
    """How long an operation can be undone."""

    async def record(
        self,
        user_id: UUID,
        kind: OperationKind,
        counts: Mapping[str, int],
        rows: Sequence[ChangedRow],
        about: OperationSubject = _SEVERAL,
    ) -> UUID:
        """Store an operation with the rows that it changed, and return its id.

        One statement, however many rows there are. It is the last one of the transaction that changed them.
        """
        at = now()
        resources = Counter(row.kind.value for row in rows if row.kind is not RowKind.VIEWING)
        expires_at = at + timedelta(days=self.days)
        operation = Operation(
            uuid7(), kind.value, dict(counts), None, about.name, dict(resources), at, None, expires_at
        )
        await self.operations.add(user_id, operation, rows, about.title_id)
        return operation.id

    def new(self) -> NewOperation:
        """Return an operation that begins now, for a statement that stores it with what it tells."""
        return NewOperation(uuid7(), now() + timedelta(days=self.days))

    async def add_rows(self, user_id: UUID, operation_id: UUID, rows: Sequence[ChangedRow]) -> None:
        """Store further rows that an operation has changed, which takes several transactions."""
        if rows:
            await self.operations.add_rows(user_id, operation_id, rows)

    async def finish(self, user_id: UUID, operation_id: UUID, counts: Mapping[str, int], lasting: timedelta) -> None:
        """Store the counts of an operation, and until when it can be undone."""
        await self.operations.finish(user_id, operation_id, counts, now() + lasting)

    async def record_deletion(self, user_id: UUID, rows: Sequence[ChangedRow], about: OperationSubject) -> UUID:
        """Record a deletion, with all rows that were deleted or changed by it."""
        deleted = [row for row in rows if row.edited_at is None and row.kind is not RowKind.VIEWING]
        return await self.record(user_id, OperationKind.DELETE, {"deleted": len(deleted)}, rows, about)

    async def record_watch(
        self,
        user_id: UUID,
        rows: Sequence[ChangedRow],
        about: OperationSubject,
        kind: OperationKind = OperationKind.WATCH,
    ) -> UUID:
        """Record what a person said of a title that changed several rows."""
        return await self.record(user_id, kind, _counts(rows), rows, about)

    async def record_several(self, user_id: UUID, rows: Sequence[ChangedRow], about: OperationSubject) -> UUID | None:
        """Record what a person did, as `record_watch`, if it changed several resources; return None for one alone."""
        if sum(row.kind is not RowKind.VIEWING for row in rows) <= 1:
            return None
        return await self.record(user_id, OperationKind.WATCH, _counts(rows), rows, about)

    async def record_change(self, user_id: UUID, row: ChangedRow, about: OperationSubject) -> UUID:
        """Record what a person did with several things at once, of which one row tells what was before."""
        return await self.record(user_id, OperationKind.BULK, _counts([row]), [row], about)

    async def search_operations(
        self, user_id: UUID, kind: OperationKind | None, sort: OperationSort, request: PageRequest
    ) -> Page[Operation]:
        """Raises InvalidCursorError."""
        return await self.operations.search(user_id, kind, sort, request)

    async def get_operation(self, user_id: UUID, operation_id: UUID) -> Operation:
        """Raises OperationNotFoundError."""
        return await self.operations.require(user_id, operation_id)

    async def remove_expired(self) -> None:
        """Remove the operations that expired a week ago, in batches."""
        before = now() - _LISTED_FOR
        while await self.operations.remove_expired(before, _BATCH):
            pass


def _counts(rows: Sequence[ChangedRow]) -> Mapping[str, int]:
    return Counter(_result(row) for row in rows if row.kind is not RowKind.VIEWING)


def _result(row: ChangedRow) -> str:
    if row.before is None:
        return "created"
    return "deleted" if row.edited_at is None else "updated"
