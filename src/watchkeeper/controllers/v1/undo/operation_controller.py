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
from watchkeeper.foundation.http.api_route import ResponseSpec
from watchkeeper.logics.imports.rollback.operation_rollback import OperationRollback
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.models.dtos.imports.import_dtos import ImportOutput
from watchkeeper.models.dtos.undo.operation_dtos import OperationOutput, OperationQuery, UndoReportOutput
from watchkeeper.models.errors.import_errors import ImportNotCommittedError, ImportRunningError
from watchkeeper.models.errors.operation_errors import (
    AlreadyUndoneError,
    NotUndoableError,
    OperationNotFoundError,
    UndoExpiredError,
)
from watchkeeper.models.types.imports.imports import Import
from watchkeeper.models.types.undo.operation import UndoReport

_BEGUN = {202: ResponseSpec(ImportOutput, "It is that of an import, which the background rolls back.")}


class OperationController:
    def __init__(self, logic: OperationLogic, rollback: OperationRollback) -> None:
        self._logic = logic
        self._rollback = rollback

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/operations", tag="undo")
        one = "/{operation_id}"
        router.get("", self.search_operations, returns=PageOutput[OperationOutput])
        router.get(one, self.get_operation, shows="operation", returns=OperationOutput, errors=[OperationNotFoundError])
        router.post(
            f"{one}/undo",
            self.undo_operation,
            returns=UndoReportOutput,
            also=_BEGUN,
            errors=[
                *(OperationNotFoundError, AlreadyUndoneError, NotUndoableError, UndoExpiredError),
                *(ImportNotCommittedError, ImportRunningError),
            ],
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
        return _undone(await self._rollback.undo(user, operation_id))


def _undone(done: UndoReport | Import) -> Response:
    """Return what became of an undo: that of an import has only begun."""
    if isinstance(done, Import):
        return json_response(done, PRIVATE, status=202, location=f"/api/v1/imports/{done.id}")
    return json_response(done, PRIVATE)
