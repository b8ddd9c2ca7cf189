from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import FromClause, LargeBinary, Select, Uuid, bindparam, delete, func, insert, literal_column, select

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.models.entities.changes.change_entity import ChangeEpochEntity
from watchkeeper.models.entities.episodes.calendar_link_entity import CalendarLinkEntity
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.errors.tracking_errors import CalendarLinkNotFoundError, CalendarNotFoundError
from watchkeeper.models.types.episodes.calendar import CalendarLink, OpenedCalendar
from watchkeeper.models.types.sorts import CalendarLinkSort

_LINKS: FromClause = CalendarLinkEntity.__table__
_USERS: FromClause = UserEntity.__table__
_EPOCH: FromClause = ChangeEpochEntity.__table__
_PERSON = bindparam("user_id", type_=Uuid())
_OWN = _LINKS.c.user_id == _PERSON
_ONE = (_OWN, _LINKS.c.id == bindparam("id", type_=Uuid()))
_SORTS: Mapping[str, SortColumn] = {"created_at": SortColumn(_LINKS.c.created_at, datetime)}


def _shown() -> Select[Any]:
    own = (_LINKS.c[name] for name in ("id", "created_at", "updated_at", "name"))
    return select(*own, _LINKS.c.statuses.label("status"), _LINKS.c.content.label("what"))


@cache
def _search(sort: CalendarLinkSort, *, is_continued: bool) -> Statement:
    links = _shown().where(_OWN)
    return Statement(keyset_page(links, column_for(_SORTS, sort), _LINKS.c.id, sort, is_continued=is_continued))


@cache
def _count() -> Statement:
    return Statement(select(func.count()).select_from(_LINKS).where(_OWN))


_BY_ID = Statement(_shown().where(*_ONE))
_OPEN = Statement(
    select(
        _LINKS.c.user_id,
        _USERS.c.time_zone,
        _LINKS.c.name,
        _LINKS.c.statuses,
        _LINKS.c.content,
        _EPOCH.c.installation_id,
    )
    .select_from(_LINKS.join(_USERS, _USERS.c.id == _LINKS.c.user_id).join(_EPOCH, literal_column("true")))
    .where(_LINKS.c.secret_hash == bindparam("secret_hash", type_=LargeBinary()), _USERS.c.is_active)
)
_INSERT = Statement(insert(CalendarLinkEntity).values(parameters_of(_LINKS.columns)))
_DELETE = Statement(delete(CalendarLinkEntity).where(*_ONE))
_ROWS = row_reader(CalendarLink, _BY_ID)
_OPENED = row_reader(OpenedCalendar, _OPEN)
_PAGES = PagedQuery(CalendarLinkSort, _SORTS, page=_search, count=_count, reader=_ROWS)


class PostgresCalendarLinkAdapter(DatabaseAdapter):
    """Links of calendars in PostgreSQL."""

    async def search(self, user_id: UUID, sort: CalendarLinkSort, request: PageRequest) -> Page[CalendarLink]:
        return await _PAGES.fetch(self._database, request, sort, user_id=user_id)

    async def require(self, user_id: UUID, id: UUID) -> CalendarLink:  # noqa: A002 - the name in the API
        return _ROWS.read(await self._database.require_one(CalendarLinkNotFoundError, _BY_ID, user_id=user_id, id=id))

    async def count(self, user_id: UUID) -> int:
        return int(await self._database.fetch_value(_count(), user_id=user_id))

    async def add(self, entity: CalendarLinkEntity) -> None:
        await self._database.execute(_INSERT, **entity.values())

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        if not await self._database.execute(_DELETE, user_id=user_id, id=id):
            raise CalendarLinkNotFoundError

    async def open(self, secret_hash: bytes) -> OpenedCalendar:
        return _OPENED.read(await self._database.require_one(CalendarNotFoundError, _OPEN, secret_hash=secret_hash))
