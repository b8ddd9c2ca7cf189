"""Base of adapters of rows that belong to a person. Further statements belong to the subclasses."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, delete, func, insert, literal_column, select, update

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.entity import StampedEntity
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import RowReader, row_reader
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.foundation.postgres.table_adapter import later_than

EntityT = TypeVar("EntityT", bound=StampedEntity)
_KEYS = ("user_id", "id", "updated_at")


def own_rows(entity: type[StampedEntity]) -> ColumnElement[bool]:
    """Return the condition for the rows of the person `user_id`."""
    condition: ColumnElement[bool] = entity.__table__.c.user_id == bindparam("user_id", type_=Uuid())
    return condition


def own_row(entity: type[StampedEntity]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions for the row `id` of the person `user_id`."""
    return own_rows(entity), entity.__table__.c.id == bindparam("id", type_=Uuid())


class OwnedTableAdapter(DatabaseAdapter, Generic[EntityT]):
    """Search, count, require, add, save and delete for one table, whose rows have `user_id` and `id`.

    Subclasses set the entity, the error for a missing row, the columns that `save` stores, and the orders of a list,
    which are those of `created_at`.
    """

    entity: ClassVar[type[StampedEntity]]
    missing: ClassVar[type[ServiceError]]
    changed: ClassVar[tuple[str, ...]]
    sorts: ClassVar[type[StrEnum]]
    _by_id: ClassVar[Statement]
    _by_id_locked: ClassVar[Statement]
    _insert: ClassVar[Statement]
    _update: ClassVar[Statement]
    _delete: ClassVar[Statement]
    _count: ClassVar[Statement]
    _search: ClassVar[Callable[..., Statement]]
    _reader: ClassVar[RowReader[Any]]
    _pages: ClassVar[PagedQuery[Any]]

    def __init_subclass__(cls) -> None:
        table, own, one = cls.entity.__table__, own_rows(cls.entity), own_row(cls.entity)
        binds = parameters_of(table.columns)
        rows = select(*table.columns)
        cls._by_id = Statement(rows.where(*one))
        cls._by_id_locked = Statement(rows.where(*one).with_for_update(key_share=True))
        cls._insert = Statement(insert(cls.entity).values(binds))
        changes = {name: binds[name] for name in cls.changed} | {"updated_at": later_than(table.c.updated_at)}
        cls._update = Statement(update(cls.entity).where(*one).values(changes).returning(table.c.updated_at))
        cls._count = Statement(select(func.count(literal_column("1"))).select_from(table).where(own))
        cls._delete = Statement(delete(cls.entity).where(*one))
        columns = {"created_at": SortColumn(table.c.created_at, datetime)}
        order = cls.sorts

        @cache
        def search(sort: order, *, is_continued: bool) -> Statement:  # type: ignore[valid-type]
            column = column_for(columns, sort)
            return Statement(keyset_page(rows.where(own), column, table.c.id, sort, is_continued=is_continued))

        cls._search = search
        cls._reader = row_reader(cls.entity, cls._by_id, cls._by_id_locked)
        cls._pages = PagedQuery(order, columns, page=search, count=lambda: cls._count, reader=cls._reader)

    async def search(self, user_id: UUID, sort: StrEnum, request: PageRequest) -> Page[EntityT]:
        return await self._pages.fetch(self._database, request, sort, user_id=user_id)

    async def require(self, user_id: UUID, id: UUID, *, lock: bool = False) -> EntityT:  # noqa: A002 - the name in the API
        statement = self._by_id_locked if lock else self._by_id
        row = await self._database.fetch_one(statement, user_id=user_id, id=id)
        if row is None:
            raise self.missing
        entity: EntityT = self._reader.read(row)
        return entity

    async def count(self, user_id: UUID) -> int:
        return int(await self._database.fetch_value(self._count, user_id=user_id))

    async def add(self, entity: EntityT) -> None:
        await self._database.execute(self._insert, **self._stored(entity))

    async def save(self, entity: EntityT) -> None:
        values = {name: value for name, value in self._stored(entity).items() if name in (*self.changed, *_KEYS)}
        entity.updated_at = await self._database.fetch_value(self._update, **values)

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        if not await self._database.execute(self._delete, user_id=user_id, id=id):
            raise self.missing

    def _stored(self, entity: EntityT) -> dict[str, Any]:
        """Return the columns as they are stored."""
        return entity.values()
