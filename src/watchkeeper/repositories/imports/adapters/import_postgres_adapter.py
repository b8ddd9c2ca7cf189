import json
from datetime import datetime
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.constraint_errors import Conflict, ConstraintErrors, translate_constraint_errors
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.models.entities.imports.import_entity import ImportEntity
from watchkeeper.models.errors.import_errors import ImportNotFoundError, ImportRunningError
from watchkeeper.models.types.imports.import_state import ImportState
from watchkeeper.models.types.imports.imports import Import
from watchkeeper.models.types.sorts import ImportSort
from watchkeeper.repositories.imports.adapters import import_statements as statements

_RUNNING: ConstraintErrors = {"uq_imports_running": Conflict(ImportRunningError, statements.IN_THE_WAY)}
_IMPORTS = row_reader(Import, statements.BY_ID)
_STORED = row_reader(ImportEntity, statements.LOCKED)
_LIST = PagedQuery(ImportSort, statements.SORTS, page=statements.search, count=statements.count, reader=_IMPORTS)
_JSON = ("options", "counts", "members", "warnings", "written", "error")


class PostgresImportAdapter(DatabaseAdapter):
    """Imports in a table of PostgreSQL; files and rows go along with them."""

    async def add(self, entity: ImportEntity) -> None:
        values = _stored(entity.values())
        with translate_constraint_errors(_RUNNING, self._database, values):
            await self._database.execute(statements.ADD, **values)

    async def search(
        self, user_id: UUID, state: ImportState | None, sort: ImportSort, request: PageRequest
    ) -> Page[Import]:
        bound = {} if state is None else {"state": state.value}
        return await _LIST.fetch(self._database, request, sort, frozenset(bound), user_id=user_id, **bound)

    async def get(self, user_id: UUID, id: UUID) -> Import:  # noqa: A002 - the name in the API
        row = await self._database.require_one(ImportNotFoundError, statements.BY_ID, user_id=user_id, id=id)
        return _IMPORTS.read(row)

    async def require(self, user_id: UUID, id: UUID) -> ImportEntity:  # noqa: A002
        row = await self._database.require_one(ImportNotFoundError, statements.LOCKED, user_id=user_id, id=id)
        return _STORED.read(row)

    async def save(self, entity: ImportEntity) -> None:
        values = _stored(entity.values())
        with translate_constraint_errors(_RUNNING, self._database, values):
            entity.updated_at = await self._database.fetch_value(statements.SAVE, **values)

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        await self._database.execute(statements.DELETE, user_id=user_id, id=id)

    async def expire_previews(self, user_id: UUID, at: datetime, but: int) -> None:
        await self._database.execute(statements.EXPIRE_PREVIEWS, user_id=user_id, at=at, but=but)

    async def remove_old(self, at: datetime) -> int:
        row = await self._database.fetch_one(statements.OUTDATED, at=at)
        if row is None:
            return 0
        key = {"user_id": row["user_id"], "id": row["id"]}
        await self._database.execute(statements.REMOVE_FILES, **key)
        await self._database.execute(statements.REMOVE_ROWS, **key)
        return await self._database.execute(statements.END, **key, at=at)


def _stored(values: dict[str, Any]) -> dict[str, Any]:
    """Return values of columns with JSON as text, which the pool's codec takes."""
    texts = {name: json.dumps(values[name]) for name in _JSON if values.get(name) is not None}
    return values | texts
