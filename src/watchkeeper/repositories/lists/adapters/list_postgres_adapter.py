from collections.abc import Sequence
from uuid import UUID

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.text import sort_key
from watchkeeper.foundation.postgres.constraint_errors import Conflict, ConstraintErrors, translate_constraint_errors
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.lists.list_entity import ListEntity
from watchkeeper.models.errors.catalogue_errors import NameTakenError
from watchkeeper.models.errors.list_errors import ListNotFoundError
from watchkeeper.models.types.lists.lists import ListFilter, TitleList
from watchkeeper.models.types.sorts import ListSort
from watchkeeper.models.types.undo.operation import ChangedRow, RowKind
from watchkeeper.repositories.lists.adapters import list_statements as statements

_LISTS = row_reader(TitleList, statements.BY_ID, statements.BY_IDS, statements.INSERT, statements.UPDATE)
_ENTITIES = row_reader(ListEntity, statements.BY_ID_LOCKED)
_PAGES = PagedQuery(ListSort, statements.SORTS, page=statements.search, count=statements.count, reader=_LISTS)
_CONSTRAINT_ERRORS: ConstraintErrors = {
    "uq_lists_user_id_name_key": Conflict(NameTakenError, statements.EXISTING),
    "fk_lists_user_id_users": InvalidTokenError,
}


class PostgresListAdapter(DatabaseAdapter):
    """Lists in PostgreSQL."""

    async def search(self, user_id: UUID, filters: ListFilter, sort: ListSort, request: PageRequest) -> Page[TitleList]:
        bound = statements.filter_values(filters, None if filters.q is None else sort_key(filters.q))
        return await _PAGES.fetch(self._database, request, sort, frozenset(bound), user_id=user_id, **bound)

    async def require(self, user_id: UUID, id: UUID) -> TitleList:  # noqa: A002 - the name in the API
        row = await self._database.require_one(ListNotFoundError, statements.BY_ID, user_id=user_id, id=id)
        return _LISTS.read(row)

    async def find_many(self, user_id: UUID, ids: Sequence[UUID]) -> list[TitleList]:
        rows = await self._database.fetch(statements.BY_IDS, user_id=user_id, ids=ids)
        return list(map(_LISTS.read, rows))

    async def require_locked(self, user_id: UUID, id: UUID) -> ListEntity:  # noqa: A002
        row = await self._database.require_one(ListNotFoundError, statements.BY_ID_LOCKED, user_id=user_id, id=id)
        return _ENTITIES.read(row)

    async def count(self, user_id: UUID) -> int:
        return int(await self._database.fetch_value(statements.NUMBER, user_id=user_id))

    async def add(self, entity: ListEntity) -> TitleList:
        return await self._write(statements.INSERT, entity)

    async def save(self, entity: ListEntity) -> TitleList:
        return await self._write(statements.UPDATE, entity)

    async def delete(self, user_id: UUID, id: UUID) -> list[ChangedRow]:  # noqa: A002
        rows = await self._database.fetch(statements.DELETE, user_id=user_id, id=id)
        if not rows:
            raise ListNotFoundError
        return [ChangedRow.removed(RowKind(row["kind"]), row["id"], row["image"]) for row in rows]

    async def _write(self, statement: Statement, entity: ListEntity) -> TitleList:
        values = entity.values()
        with translate_constraint_errors(_CONSTRAINT_ERRORS, self._database, values):
            row = await self._database.fetch_one(statement, **values)
        if row is None:
            raise ListNotFoundError
        return _LISTS.read(row)
