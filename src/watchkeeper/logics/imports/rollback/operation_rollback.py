from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.principal import Principal
from watchkeeper.logics.imports.review.import_review_logic import ImportReviewLogic
from watchkeeper.logics.undo.undo_logic import UndoLogic
from watchkeeper.models.types.imports.imports import Import
from watchkeeper.models.types.undo.operation import UndoReport


@dataclass(kw_only=True, eq=False)
class OperationRollback:
    """Undoes any operation: at once, or in the background if it is that of an import."""

    undo_logic: UndoLogic
    review: ImportReviewLogic

    async def undo(self, caller: Principal, operation_id: UUID) -> UndoReport | Import:
        """Undo an operation, or let the background roll its import back, and return that.

        Raises what `UndoLogic.undo` and `ImportReviewLogic.roll_back` raise.
        """
        import_id = await self.review.works.find_import(caller.user_id, operation_id)
        if import_id is None:
            return await self.undo_logic.undo(caller, operation_id)
        await self.undo_logic.require_undoable(caller.user_id, operation_id)
        return await self.review.roll_back(caller.user_id, import_id)
