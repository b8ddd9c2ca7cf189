from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.core.uploads import UploadBounds
from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    CurrentUser,
    PageOutput,
    Paging,
    RateLimitClass,
    json_response,
    no_content,
    page_response,
)
from watchkeeper.logics.imports.import_logic import ImportLogic
from watchkeeper.logics.imports.upload.import_upload_logic import ImportUploadLogic
from watchkeeper.models.dtos.imports.import_dtos import CreateImportInput, ImportOutput, ImportQuery, UpdateImportInput
from watchkeeper.models.dtos.imports.import_row_dtos import ImportRowOutput, ImportRowQuery
from watchkeeper.models.errors.import_errors import (
    ImportEmptyError,
    ImportEncryptedError,
    ImportNotFoundError,
    ImportNotInPreviewError,
    ImportRunningError,
    ImportSourceMismatchError,
    ImportSourceUnknownError,
    ImportUnreadableError,
    ImportUnsafeArchiveError,
    ImportUnsafeXmlError,
)

_PREFIX = "/api/v1/imports"
_ONE = "/{import_id}"
_OF_FILES = (
    *(ImportEmptyError, ImportSourceUnknownError, ImportSourceMismatchError, ImportEncryptedError),
    *(ImportUnsafeArchiveError, ImportUnsafeXmlError, ImportUnreadableError),
)


class ImportController:
    _bounds = UploadBounds()

    def __init__(self, logic: ImportLogic, uploads: ImportUploadLogic, bounds: UploadBounds) -> None:
        self._logic = logic
        self._uploads = uploads
        self._bounds = bounds

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX, tag="imports")
        router.get("", self.search_imports, returns=PageOutput[ImportOutput])
        router.post(
            "",
            self.create_import,
            returns=ImportOutput,
            status=202,
            errors=[ImportRunningError, *_OF_FILES],
            upload=self._bounds,
            rate_limit=RateLimitClass.IMPORTS,
        )
        router.get(_ONE, self.get_import, shows="import", returns=ImportOutput, errors=[ImportNotFoundError])
        router.patch(
            _ONE,
            self.update_import,
            returns=ImportOutput,
            status=202,
            errors=[ImportNotFoundError, ImportNotInPreviewError, ImportRunningError],
        )
        router.delete(_ONE, self.delete_import, status=204, errors=[ImportNotFoundError, ImportRunningError])
        router.get(
            f"{_ONE}/rows", self.search_import_rows, returns=PageOutput[ImportRowOutput], errors=[ImportNotFoundError]
        )
        return router

    async def create_import(self, upload: CreateImportInput, user: CurrentUser) -> Response:
        """Upload a history of another service; its source is detected. Its rows are read in the background."""
        created = await self._uploads.create_import(user.user_id, upload)
        return json_response(created, PRIVATE, status=202, location=f"{_PREFIX}/{created.id}")

    async def search_imports(self, request: Request, user: CurrentUser, query: ImportQuery, page: Paging) -> Response:
        """List your imports."""
        found = await self._logic.search_imports(user.user_id, query.state, query.sort, page)
        return page_response(found, request, PRIVATE)

    async def get_import(self, import_id: UUID, user: CurrentUser) -> Response:
        """Read how far an import is, and what was found."""
        return json_response(await self._logic.get_import(user.user_id, import_id), PRIVATE)

    async def update_import(self, import_id: UUID, requested: UpdateImportInput, user: CurrentUser) -> Response:
        """Read the file of a preview again, with other options."""
        return json_response(await self._uploads.update_import(user.user_id, import_id, requested), PRIVATE, status=202)

    async def delete_import(self, import_id: UUID, user: CurrentUser) -> Response:
        """Remove an import and its rows; what it wrote stays. One that has not written yet is cancelled."""
        await self._logic.delete_import(user.user_id, import_id)
        return no_content()

    async def search_import_rows(
        self, request: Request, import_id: UUID, user: CurrentUser, query: ImportRowQuery, page: Paging
    ) -> Response:
        """List the rows of an import, in the order of the upload."""
        found = await self._logic.search_rows(user.user_id, import_id, query.filters, page)
        return page_response(found, request, PRIVATE)
