from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import Existing
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.models.errors.operation_errors import AlreadyUndoneError, NotUndoableError, UndoExpiredError
from watchkeeper.models.types.operation import LeftRow, OperationKind, OperationState, UndoReport
from watchkeeper.repositories.feedback.watched_title_repository import WatchedTitleRepository
from watchkeeper.repositories.undo.operation_repository import OperationRepository
from watchkeeper.repositories.undo.undo_repository import UndoRepository


@dataclass(kw_only=True, eq=False)
class UndoLogic:
    """The way back from what a person did: rows become what they were, unless the person changed them since."""

    unit_of_work: UnitOfWork
    watched_titles: WatchedTitleRepository
    operations: OperationRepository
    operation_logic: OperationLogic
    rows: UndoRepository

    async def undo(self, user_id: UUID, operation_id: UUID) -> UndoReport:
        """Undo an operation, once. The undo is an operation, too, which can't be undone.

        Undos of a person take turns, as their account is locked first. Raises OperationNotFoundError,
        NotUndoableError, AlreadyUndoneError, UndoExpiredError.
        """
        at = now()
        async with self.unit_of_work.transaction():
            await self.watched_titles.lock_person(user_id)
            _require_undoable(await self.operations.get_state(user_id, operation_id))
            restored, left = 0, list[LeftRow]()
            for kind in await self.rows.lock(user_id, operation_id):
                rows = await self.rows.restore(user_id, operation_id, kind, at)
                restored, left = restored + rows.count, left + rows.left
            counts = {"restored": restored, "left": len(left)}
            undo_id = await self.operation_logic.record(user_id, OperationKind.UNDO, counts, ())
            await self.operations.set_undone(user_id, operation_id, at, undo_id)
        return UndoReport(restored, left, undo_id)


def _require_undoable(operation: OperationState) -> None:
    if operation.kind is OperationKind.UNDO:
        raise NotUndoableError
    if operation.undone_by is not None:
        raise AlreadyUndoneError(existing=Existing("operation", operation.undone_by))
    if operation.expires_at <= now():
        raise UndoExpiredError
