from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    CurrentUser,
    PageOutput,
    Paging,
    json_response,
    page_response,
)
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.logics.undo.undo_logic import UndoLogic
from watchkeeper.models.dtos.operation_dtos import OperationOutput, OperationQuery, UndoReportOutput
from watchkeeper.models.errors.operation_errors import (
    AlreadyUndoneError,
    NotUndoableError,
    OperationNotFoundError,
    UndoExpiredError,
)


class OperationController:
    def __init__(self, logic: OperationLogic, undo_logic: UndoLogic) -> None:
        self._logic = logic
        self._undo_logic = undo_logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/operations", tag="undo")
        one = "/{operation_id}"
        router.get("", self.search_operations, returns=PageOutput[OperationOutput])
        router.get(one, self.get_operation, shows="operation", returns=OperationOutput, errors=[OperationNotFoundError])
        router.post(
            f"{one}/undo",
            self.undo_operation,
            returns=UndoReportOutput,
            errors=[OperationNotFoundError, AlreadyUndoneError, NotUndoableError, UndoExpiredError],
        )
        return router

    async def search_operations(
        self, request: Request, user: CurrentUser, query: OperationQuery, page: Paging
    ) -> Response:
        """List what you did that can be undone, and your undos; the newest first."""
        found = await self._logic.search_operations(user.user_id, query.kind, query.sort, page)
        return page_response(found, request, PRIVATE)

    async def get_operation(self, operation_id: UUID, user: CurrentUser) -> Response:
        """Read one of your operations."""
        return json_response(await self._logic.get_operation(user.user_id, operation_id), PRIVATE)

    async def undo_operation(self, operation_id: UUID, user: CurrentUser) -> Response:
        """Make what an operation changed as it was before, but for what you have changed since. It happens once."""
        return json_response(await self._undo_logic.undo(user, operation_id), PRIVATE)
