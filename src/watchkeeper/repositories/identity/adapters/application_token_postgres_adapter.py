from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Interval,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.identity.application_token_entity import ApplicationTokenEntity
from watchkeeper.models.errors.identity_errors import ApplicationTokenNotFoundError
from watchkeeper.models.types.sorts import ApplicationTokenSort
from watchkeeper.repositories.identity.application_token_repository import TokenUse

_COLUMNS = ApplicationTokenEntity.__table__.columns
_USER = ApplicationTokenEntity.user_id == bindparam("user_id", type_=Uuid())
_TOKEN = ApplicationTokenEntity.id == bindparam("id", type_=Uuid())
_SORTS: Mapping[str, SortColumn] = {"created_at": SortColumn(ApplicationTokenEntity.created_at, datetime)}

_BY_ID = Statement(select(*_COLUMNS).where(_USER, _TOKEN))
_BY_ID_LOCKED = Statement(select(*_COLUMNS).where(_USER, _TOKEN).with_for_update())
_INSERT = Statement(
    insert(ApplicationTokenEntity).values({one.name: bindparam(one.name, type_=one.type) for one in _COLUMNS})
)
_RENAME = Statement(
    update(ApplicationTokenEntity)
    .where(_USER, _TOKEN)
    .values(name=bindparam("name", type_=Text()), updated_at=later_than(ApplicationTokenEntity.updated_at))
    .returning(ApplicationTokenEntity.updated_at)
)
_DELETE = Statement(delete(ApplicationTokenEntity).where(_USER, _TOKEN))
_DELETE_ALL = Statement(delete(ApplicationTokenEntity).where(_USER).returning(ApplicationTokenEntity.id))
_DELETE_EXPIRED = Statement(
    delete(ApplicationTokenEntity).where(
        _USER, ApplicationTokenEntity.expires_at <= bindparam("at", type_=DateTime(timezone=True))
    )
)
_AT = bindparam("at", type_=DateTime(timezone=True))
_RECORD_USE = Statement(
    update(ApplicationTokenEntity)
    .where(
        _USER,
        _TOKEN,
        or_(
            ApplicationTokenEntity.last_used_at.is_(None),
            ApplicationTokenEntity.last_used_at < _AT - bindparam("pause", type_=Interval()),
        ),
    )
    .values(last_used_at=_AT)
)


@cache
def _search(sort: ApplicationTokenSort, *, is_continued: bool) -> Statement:
    tokens = select(*_COLUMNS).where(_USER)
    return Statement(
        keyset_page(tokens, column_for(_SORTS, sort), ApplicationTokenEntity.id, sort, is_continued=is_continued)
    )


@cache
def _count() -> Statement:
    return Statement(select(func.count(literal_column("1"))).select_from(ApplicationTokenEntity).where(_USER))


_TOKENS = row_reader(
    ApplicationTokenEntity,
    _BY_ID,
    _BY_ID_LOCKED,
    _search(ApplicationTokenSort.CREATED_AT_DESCENDING, is_continued=False),
)
_LIST = PagedQuery(ApplicationTokenSort, _SORTS, page=_search, count=_count, reader=_TOKENS)


class PostgresApplicationTokenAdapter:
    """Application tokens in PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def require(self, user_id: UUID, id: UUID, *, lock: bool = False) -> ApplicationTokenEntity:  # noqa: A002
        row = await self._database.fetch_one(_BY_ID_LOCKED if lock else _BY_ID, user_id=user_id, id=id)
        if row is None:
            raise ApplicationTokenNotFoundError
        return _TOKENS.read(row)

    async def count(self, user_id: UUID, at: datetime) -> int:
        await self._database.execute(_DELETE_EXPIRED, user_id=user_id, at=at)
        return int(await self._database.fetch_value(_count(), user_id=user_id))

    async def add(self, entity: ApplicationTokenEntity) -> None:
        await self._database.execute(_INSERT, **entity.values())

    async def rename(self, entity: ApplicationTokenEntity) -> None:
        entity.updated_at = await self._database.fetch_value(
            _RENAME, user_id=entity.user_id, id=entity.id, name=entity.name, updated_at=entity.updated_at
        )

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        await self._database.execute(_DELETE, user_id=user_id, id=id)

    async def delete_all(self, user_id: UUID) -> list[UUID]:
        return [row["id"] for row in await self._database.fetch(_DELETE_ALL, user_id=user_id)]

    async def search(
        self, user_id: UUID, sort: ApplicationTokenSort, request: PageRequest
    ) -> Page[ApplicationTokenEntity]:
        return await _LIST.fetch(self._database, request, sort, user_id=user_id)

    async def record_use(self, use: TokenUse, *, pause: timedelta) -> None:
        await self._database.execute(_RECORD_USE, user_id=use.user_id, id=use.id, at=use.at, pause=pause)
