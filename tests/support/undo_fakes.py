"""Fakes of the ports of operations, for logics that record what they do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.models.errors.operation_errors import OperationNotFoundError
from watchkeeper.models.types.sorts import OperationSort
from watchkeeper.models.types.undo.operation import ChangedRow, Operation, OperationKind, OperationPart, OperationState


class Operations:
    """Operations of people by id, with the rows that they changed."""

    def __init__(self) -> None:
        self.stored: dict[tuple[UUID, UUID], Operation] = {}
        self.rows: dict[UUID, list[ChangedRow]] = {}

    async def add(self, user_id: UUID, operation: Operation, rows: Sequence[ChangedRow], title_id: UUID | None) -> None:
        self.stored[user_id, operation.id] = operation
        self.rows[operation.id] = list(rows)

    async def add_rows(self, user_id: UUID, operation_id: UUID, rows: Sequence[ChangedRow]) -> None:
        self.rows[operation_id] += rows

    async def finish(self, user_id: UUID, operation_id: UUID, counts: Mapping[str, int], expires_at: datetime) -> None:
        await self.require(user_id, operation_id)

    async def search(
        self, user_id: UUID, kind: OperationKind | None, sort: OperationSort, request: PageRequest
    ) -> Page[Operation]:
        found = [one for (owner, _), one in self.stored.items() if owner == user_id and kind in (None, one.kind)]
        return Page(found, None, len(found))

    async def require(self, user_id: UUID, id: UUID) -> Operation:  # noqa: A002 - the name in the port
        if (user_id, id) not in self.stored:
            raise OperationNotFoundError
        return self.stored[user_id, id]

    async def get_state(self, user_id: UUID, id: UUID) -> OperationState:  # noqa: A002
        operation = await self.require(user_id, id)
        return OperationState(OperationKind(operation.kind), None, operation.expires_at)

    async def set_undone(self, user_id: UUID, id: UUID, at: datetime, by: UUID) -> None:  # noqa: A002
        await self.require(user_id, id)

    async def last_part(self, user_id: UUID, id: UUID) -> OperationPart | None:  # noqa: A002
        await self.require(user_id, id)
        return OperationPart(id, 1, len(self.rows[id])) if self.rows[id] else None

    async def add_counts(self, user_id: UUID, id: UUID, counts: Mapping[str, int]) -> None:  # noqa: A002
        (await self.require(user_id, id)).counts.update(counts)

    async def remove_rows(self, user_id: UUID, part: OperationPart) -> None:
        del self.rows[part.operation_id][part.first - 1 :]

    async def remove_expired(self, before: datetime, limit: int) -> int:
        expired = [key for key, one in self.stored.items() if one.expires_at < before][:limit]
        for key in expired:
            del self.stored[key]
        return len(expired)


def operation_logic(operations: Operations | None = None) -> OperationLogic:
    """Return the logic over a fake of its port."""
    return OperationLogic(operations=operations or Operations(), days=30)
