from collections.abc import Sequence
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.lists.mark_entity import MarkEntity
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.mark_errors import AnchorNotFoundError, MarkNotFoundError
from watchkeeper.models.types.lists.mark import Mark, MarkKind, RankInterval
from watchkeeper.models.types.sorts import MarkSort
from watchkeeper.models.types.undo.operation import ChangedRow, RowKind
from watchkeeper.repositories.watchlist.adapters import mark_statements as statements

_MARKS = row_reader(Mark, statements.BY_ID, statements.BY_IDS)
_ENTITIES = row_reader(MarkEntity, statements.BY_TITLE)
_LIST = PagedQuery(MarkSort, statements.SORTS, page=statements.search, count=statements.count, reader=_MARKS)


class PostgresMarkAdapter(DatabaseAdapter):
    """Marks in PostgreSQL. The lock on the account serializes the changes of one person."""

    async def search(
        self, user_id: UUID, kinds: Sequence[MarkKind], sort: MarkSort, request: PageRequest
    ) -> Page[Mark]:
        return await _LIST.fetch(self._database, request, sort, not kinds, user_id=user_id, kinds=kinds)

    async def require(self, user_id: UUID, id: UUID) -> Mark:  # noqa: A002 - the name in the API
        row = await self._database.require_one(MarkNotFoundError, statements.BY_ID, user_id=user_id, id=id)
        return _MARKS.read(row)

    async def find_many(self, user_id: UUID, ids: Sequence[UUID]) -> list[Mark]:
        rows = await self._database.fetch(statements.BY_IDS, user_id=user_id, ids=ids)
        return list(map(_MARKS.read, rows))

    async def lock(self, user_id: UUID, title_id: UUID) -> None:
        row = await self._database.fetch_one(statements.LOCK, user_id=user_id, title_id=title_id)
        if row is None or row["person"] is None:
            raise InvalidTokenError
        if row["title"] is None:
            raise TitleNotFoundError

    async def find_for_update(self, user_id: UUID, kind: MarkKind, title_id: UUID) -> MarkEntity | None:
        row = await self._database.fetch_one(statements.BY_TITLE, user_id=user_id, mark=kind, title_id=title_id)
        return None if row is None else _ENTITIES.read(row)

    async def last_interval(self, entity: MarkEntity) -> RankInterval:
        return RankInterval(await self._database.fetch_value(statements.LAST, **entity.values()), None)

    async def interval_before(self, entity: MarkEntity, anchor_id: UUID) -> RankInterval:
        return await self._interval(statements.BEFORE, entity, anchor_id)

    async def interval_after(self, entity: MarkEntity, anchor_id: UUID) -> RankInterval:
        return await self._interval(statements.AFTER, entity, anchor_id)

    async def _interval(self, statement: Statement, entity: MarkEntity, anchor_id: UUID) -> RankInterval:
        row = await self._database.require_one(AnchorNotFoundError, statement, **entity.values(), anchor_id=anchor_id)
        return RankInterval(row["low"], row["high"])

    async def number_anew(self, user_id: UUID, kind: str) -> None:
        await self._database.execute(statements.NUMBER_ANEW, user_id=user_id, mark=kind, updated_at=now())

    async def add(self, entity: MarkEntity) -> None:
        await self._database.execute(statements.INSERT, **entity.values())

    async def save(self, entity: MarkEntity) -> None:
        await self._database.execute(statements.UPDATE, **entity.values())

    async def delete(self, entity: MarkEntity) -> ChangedRow:
        values = {"user_id": entity.user_id, "id": entity.id}
        row = await self._database.require_one(MarkNotFoundError, statements.DELETE, **values)
        return ChangedRow.removed(RowKind.MARK, entity.id, row["image"])
