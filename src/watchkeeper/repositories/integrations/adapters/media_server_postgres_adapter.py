from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import LargeBinary, Uuid, bindparam, delete, func, insert, literal_column, select, update

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.entities.integrations.media_server_entity import MediaServerEntity
from watchkeeper.models.errors.integration_errors import HookNotFoundError, MediaServerNotFoundError
from watchkeeper.models.types.integrations.media_server import HookTarget, ServerKey
from watchkeeper.models.types.integrations.player_event import ServerKind
from watchkeeper.models.types.sorts import MediaServerSort

_SERVERS = MediaServerEntity.__table__
_COLUMNS = list(_SERVERS.columns)
_CHANGED = ("name", "people_map", "min_percent", "count_manual_marks", "follow_unmarks")
_KEYS = ("user_id", "id", "updated_at")
_OWNED = _SERVERS.c.user_id == bindparam("user_id", type_=Uuid())
_ONE = (_OWNED, _SERVERS.c.id == bindparam("id", type_=Uuid()))
_SORTS: Mapping[str, SortColumn] = {"created_at": SortColumn(_SERVERS.c.created_at, datetime)}

_BY_ID = Statement(select(*_COLUMNS).where(*_ONE))
_BY_ID_LOCKED = Statement(select(*_COLUMNS).where(*_ONE).with_for_update(key_share=True))
_INSERT = Statement(
    insert(MediaServerEntity).values({one.name: bindparam(one.name, type_=one.type) for one in _COLUMNS})
)
_UPDATE = Statement(
    update(MediaServerEntity)
    .where(*_ONE)
    .values(
        {name: bindparam(name, type_=_SERVERS.c[name].type) for name in _CHANGED}
        | {"updated_at": later_than(_SERVERS.c.updated_at)}
    )
    .returning(_SERVERS.c.updated_at)
)
_DELETE = Statement(delete(MediaServerEntity).where(*_ONE))
_TARGET = Statement(
    select(_SERVERS.c.user_id, _SERVERS.c.id, _SERVERS.c.kind)
    .join(UserEntity, UserEntity.id == _SERVERS.c.user_id)
    .where(_SERVERS.c.secret_hash == bindparam("secret_hash", type_=LargeBinary()), UserEntity.is_active)
)


@cache
def _search(sort: MediaServerSort, *, is_continued: bool) -> Statement:
    servers = select(*_COLUMNS).where(_OWNED)
    return Statement(keyset_page(servers, column_for(_SORTS, sort), _SERVERS.c.id, sort, is_continued=is_continued))


@cache
def _count() -> Statement:
    return Statement(select(func.count(literal_column("1"))).select_from(MediaServerEntity).where(_OWNED))


_ROWS = row_reader(MediaServerEntity, _BY_ID, _BY_ID_LOCKED)
_PAGES = PagedQuery(MediaServerSort, _SORTS, page=_search, count=_count, reader=_ROWS)


def _stored(entity: MediaServerEntity) -> dict[str, Any]:
    return entity.values() | {"people_map": msgspec.json.encode(entity.people_map).decode()}


class PostgresMediaServerAdapter:
    """Media servers in PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def search(self, user_id: UUID, sort: MediaServerSort, request: PageRequest) -> Page[MediaServerEntity]:
        return await _PAGES.fetch(self._database, request, sort, user_id=user_id)

    async def require(self, user_id: UUID, id: UUID, *, lock: bool = False) -> MediaServerEntity:  # noqa: A002
        row = await self._database.fetch_one(_BY_ID_LOCKED if lock else _BY_ID, user_id=user_id, id=id)
        if row is None:
            raise MediaServerNotFoundError
        return _ROWS.read(row)

    async def count(self, user_id: UUID) -> int:
        return int(await self._database.fetch_value(_count(), user_id=user_id))

    async def add(self, entity: MediaServerEntity) -> None:
        await self._database.execute(_INSERT, **_stored(entity))

    async def save(self, entity: MediaServerEntity) -> None:
        values = {name: value for name, value in _stored(entity).items() if name in (*_CHANGED, *_KEYS)}
        entity.updated_at = await self._database.fetch_value(_UPDATE, **values)

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        await self._database.execute(_DELETE, user_id=user_id, id=id)

    async def require_target(self, secret_hash: bytes) -> HookTarget:
        row = await self._database.fetch_one(_TARGET, secret_hash=secret_hash)
        if row is None:
            raise HookNotFoundError
        return HookTarget(ServerKey(row["user_id"], row["id"]), ServerKind(row["kind"]))
