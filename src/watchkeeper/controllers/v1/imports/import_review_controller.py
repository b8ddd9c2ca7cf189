from uuid import UUID

from fastapi import Response

from watchkeeper.foundation.http import PRIVATE, ApiRouter, CurrentUser, json_response
from watchkeeper.logics.imports.review.import_review_logic import ImportReviewLogic
from watchkeeper.models.dtos.imports.import_decision_dtos import (
    CommitImportInput,
    DecideRowInput,
    DecideRowsInput,
)
from watchkeeper.models.dtos.imports.import_dtos import ImportOutput
from watchkeeper.models.dtos.imports.import_row_dtos import ImportRowOutput
from watchkeeper.models.errors.catalogue_errors import QuotaExceededError
from watchkeeper.models.errors.import_errors import (
    ImportNotCommittedError,
    ImportNotFoundError,
    ImportNotInPreviewError,
    ImportRowNotFoundError,
    ImportRunningError,
    NotACandidateError,
    RowsUndecidedError,
)
from watchkeeper.models.errors.operation_errors import UndoExpiredError
from watchkeeper.models.types.imports.import_row import import_row

_PREFIX = "/api/v1/imports"
_ONE = "/{import_id}"


class ImportReviewController:
    def __init__(self, logic: ImportReviewLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX, tag="imports", errors=[ImportNotFoundError])
        router.patch(
            f"{_ONE}/rows/{{row_id}}",
            self.decide_import_row,
            returns=ImportRowOutput,
            errors=[ImportRowNotFoundError, ImportNotInPreviewError, NotACandidateError],
        )
        router.patch(
            f"{_ONE}/rows",
            self.decide_import_rows,
            returns=ImportOutput,
            errors=[ImportNotInPreviewError, NotACandidateError],
        )
        router.post(
            f"{_ONE}/commit",
            self.commit_import,
            returns=ImportOutput,
            status=202,
            errors=[ImportNotInPreviewError, ImportRunningError, RowsUndecidedError, QuotaExceededError],
        )
        router.post(
            f"{_ONE}/rollback",
            self.roll_back_import,
            returns=ImportOutput,
            status=202,
            errors=[ImportNotCommittedError, ImportRunningError, UndoExpiredError],
        )
        return router

    async def decide_import_row(
        self, import_id: UUID, row_id: UUID, body: DecideRowInput, user: CurrentUser
    ) -> Response:
        """Say what a row names: for all rows of that title, and for later imports."""
        row = await self._logic.decide_row(user.user_id, import_id, row_id, body)
        return json_response(import_row(row), PRIVATE)

    async def decide_import_rows(self, import_id: UUID, body: DecideRowsInput, user: CurrentUser) -> Response:
        """Say what many rows name."""
        shown = await self._logic.decide_rows(user.user_id, import_id, body)
        return json_response(shown, PRIVATE)

    async def commit_import(self, import_id: UUID, requested: CommitImportInput, user: CurrentUser) -> Response:
        """Write a preview to your library, in the background."""
        skips = requested.undecided is not None
        shown = await self._logic.begin_commit(user.user_id, import_id, requested.mode, skips_undecided=skips)
        return json_response(shown, PRIVATE, status=202, location=f"{_PREFIX}/{import_id}")

    async def roll_back_import(self, import_id: UUID, user: CurrentUser) -> Response:
        """Take back what an import has written, but for what you have changed since, in the background."""
        shown = await self._logic.roll_back(user.user_id, import_id)
        return json_response(shown, PRIVATE, status=202, location=f"{_PREFIX}/{import_id}")
