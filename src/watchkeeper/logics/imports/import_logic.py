from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import Existing
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.models.errors.import_errors import ImportRunningError
from watchkeeper.models.types.imports.import_row import ImportRow, import_row
from watchkeeper.models.types.imports.import_state import CANCELLABLE, RUNNING, ImportState
from watchkeeper.models.types.imports.imports import Import, RowFilter
from watchkeeper.models.types.sorts import ImportSort
from watchkeeper.repositories.imports.import_repository import ImportRepository
from watchkeeper.repositories.imports.import_row_repository import ImportRowRepository


@dataclass(kw_only=True, eq=False)
class ImportLogic:
    """Reads and deletes a person's imports."""

    unit_of_work: UnitOfWork
    imports: ImportRepository
    rows: ImportRowRepository

    async def search_imports(
        self, user_id: UUID, state: ImportState | None, sort: ImportSort, request: PageRequest
    ) -> Page[Import]:
        """Raises InvalidCursorError."""
        return await self.imports.search(user_id, state, sort, request)

    async def get_import(self, user_id: UUID, import_id: UUID) -> Import:
        """Raises ImportNotFoundError."""
        return await self.imports.get(user_id, import_id)

    async def search_rows(
        self, user_id: UUID, import_id: UUID, filters: RowFilter, request: PageRequest
    ) -> Page[ImportRow]:
        """Raises ImportNotFoundError, InvalidCursorError."""
        await self.imports.get(user_id, import_id)
        page = await self.rows.search(user_id, import_id, filters, request)
        return Page([import_row(row) for row in page.items], page.next_cursor, page.total)

    async def delete_import(self, user_id: UUID, import_id: UUID) -> None:
        """Remove an import with its file and rows: what was written stays. One that has written nothing is cancelled.

        Raises ImportNotFoundError, ImportRunningError.
        """
        async with self.unit_of_work.transaction():
            entity = await self.imports.require(user_id, import_id)
            if entity.state in RUNNING and entity.state not in CANCELLABLE:
                raise ImportRunningError(existing=Existing("import", import_id))
            await self.imports.delete(user_id, import_id)

    async def remove_old(self) -> None:
        """Expire the previews and remove the rows whose time is over, one import a transaction."""
        is_more = True
        while is_more:
            async with self.unit_of_work.transaction():
                is_more = await self.imports.remove_old(now()) > 0
