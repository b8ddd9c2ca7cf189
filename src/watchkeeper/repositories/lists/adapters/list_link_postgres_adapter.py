from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    DateTime,
    FromClause,
    LargeBinary,
    Select,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
)

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.entities.lists.list_entity import ListEntity, ListLinkEntity
from watchkeeper.models.errors.list_errors import LinkNotFoundError, ListLinkNotFoundError
from watchkeeper.models.types.lists.list_visibility import ListVisibility
from watchkeeper.models.types.lists.lists import ListKey, ListLink, OpenedList
from watchkeeper.models.types.sorts import ListLinkSort

_LINKS: FromClause = ListLinkEntity.__table__
_LISTS: FromClause = ListEntity.__table__
_USERS: FromClause = UserEntity.__table__
_OF_LIST = (
    _LINKS.c.user_id == bindparam("user_id", type_=Uuid()),
    _LINKS.c.list_id == bindparam("list_id", type_=Uuid()),
)
_ONE = (*_OF_LIST, _LINKS.c.id == bindparam("id", type_=Uuid()))
_SORTS: Mapping[str, SortColumn] = {"created_at": SortColumn(_LINKS.c.created_at, datetime)}
_SHOWN = ("id", "created_at", "updated_at", "name", "expires_at")


def _shown() -> Select[Any]:
    return select(*(_LINKS.c[name] for name in _SHOWN))


@cache
def _search(sort: ListLinkSort, *, is_continued: bool) -> Statement:
    links = _shown().where(*_OF_LIST)
    return Statement(keyset_page(links, column_for(_SORTS, sort), _LINKS.c.id, sort, is_continued=is_continued))


@cache
def _count() -> Statement:
    return Statement(select(func.count()).select_from(_LINKS).where(*_OF_LIST))


def _open() -> Statement:
    """Select the columns of `OpenedList`."""
    names = ("id", "created_at", "updated_at")
    shown = ("name", "description", "is_ranked", "default_sort", "items_count")
    joined = _LINKS.join(_LISTS, (_LISTS.c.user_id == _LINKS.c.user_id) & (_LISTS.c.id == _LINKS.c.list_id)).join(
        _USERS, _USERS.c.id == _LINKS.c.user_id
    )
    return Statement(
        select(
            _LINKS.c.user_id,
            *(_LISTS.c[name].label(f"shown__{name}") for name in names),
            _USERS.c.username.label("shown__owner__username"),
            *(_LISTS.c[name].label(f"shown__{name}") for name in shown),
        )
        .select_from(joined)
        .where(
            _LINKS.c.secret_hash == bindparam("secret_hash", type_=LargeBinary()),
            or_(_LINKS.c.expires_at.is_(None), _LINKS.c.expires_at > bindparam("at", type_=DateTime(timezone=True))),
            _LISTS.c.visibility == literal_column(f"'{ListVisibility.LINK}'"),
            _USERS.c.is_active,
        )
    )


_BY_ID = Statement(_shown().where(*_ONE))
_OPEN = _open()
_INSERT = Statement(insert(ListLinkEntity).values(parameters_of(_LINKS.columns)))
_DELETE = Statement(delete(ListLinkEntity).where(*_ONE))
_ROWS = row_reader(ListLink, _BY_ID)
_OPENED = row_reader(OpenedList, _OPEN)
_PAGES = PagedQuery(ListLinkSort, _SORTS, page=_search, count=_count, reader=_ROWS)


class PostgresListLinkAdapter(DatabaseAdapter):
    """Links of lists in PostgreSQL."""

    async def search(self, key: ListKey, sort: ListLinkSort, request: PageRequest) -> Page[ListLink]:
        return await _PAGES.fetch(self._database, request, sort, **key._asdict())

    async def require(self, key: ListKey, id: UUID) -> ListLink:  # noqa: A002 - the name in the API
        return _ROWS.read(await self._database.require_one(ListLinkNotFoundError, _BY_ID, **key._asdict(), id=id))

    async def count(self, key: ListKey) -> int:
        return int(await self._database.fetch_value(_count(), **key._asdict()))

    async def add(self, entity: ListLinkEntity) -> None:
        await self._database.execute(_INSERT, **entity.values())

    async def delete(self, key: ListKey, id: UUID) -> None:  # noqa: A002
        if not await self._database.execute(_DELETE, **key._asdict(), id=id):
            raise ListLinkNotFoundError

    async def open(self, secret_hash: bytes, at: datetime) -> OpenedList:
        return _OPENED.read(await self._database.require_one(LinkNotFoundError, _OPEN, secret_hash=secret_hash, at=at))
