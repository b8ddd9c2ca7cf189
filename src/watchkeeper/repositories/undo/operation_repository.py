from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.types.sorts import OperationSort
from watchkeeper.models.types.undo.operation import ChangedRow, Operation, OperationKind, OperationPart, OperationState


class OperationRepository(Protocol):
    """Operations, to be undone. Every method but `remove_expired` sees only the operations of the given person."""

    async def add(
        self,
        user_id: UUID,
        operation: Operation,
        rows: Sequence[ChangedRow],
        title_id: UUID | None,
    ) -> None:
        """Store an operation with the rows that it changed, in one statement, however many they are.

        `title_id` is the title that it is about.
        """

    async def add_rows(self, user_id: UUID, operation_id: UUID, rows: Sequence[ChangedRow]) -> None:
        """Store further rows of an operation behind those that it has."""

    async def finish(self, user_id: UUID, operation_id: UUID, counts: Mapping[str, int], expires_at: datetime) -> None:
        """Store the counts of an operation, and until when it can be undone."""

    async def search(
        self, user_id: UUID, kind: OperationKind | None, sort: OperationSort, request: PageRequest
    ) -> Page[Operation]:
        """Return a page of the operations, of one kind or of all. Raises InvalidCursorError."""

    async def require(self, user_id: UUID, id: UUID) -> Operation:  # noqa: A002 - the name in the API
        """Return an operation. Raises OperationNotFoundError."""

    async def get_state(self, user_id: UUID, id: UUID) -> OperationState:  # noqa: A002
        """Return the state of an operation. Raises OperationNotFoundError."""

    async def set_undone(self, user_id: UUID, id: UUID, at: datetime, by: UUID) -> None:  # noqa: A002
        """Record that the operation `by` has undone an operation."""

    async def last_part(self, user_id: UUID, id: UUID) -> OperationPart | None:  # noqa: A002
        """Return what the last transaction wrote whose rows are there; None if an operation has no rows."""

    async def add_counts(self, user_id: UUID, id: UUID, counts: Mapping[str, int]) -> None:  # noqa: A002
        """Add to counts that an operation has."""

    async def remove_rows(self, user_id: UUID, part: OperationPart) -> None:
        """Forget rows of an operation, which have been undone."""

    async def remove_expired(self, before: datetime, limit: int) -> int:
        """Remove some operations of all accounts that expired before a time, with their rows; return how many."""
