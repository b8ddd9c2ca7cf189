from collections.abc import Mapping
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import DateTime, Integer, Text, Uuid, bindparam, delete, func, insert, literal_column, select, update

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.identity.session_entity import SessionEntity
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.types.sorts import SessionSort
from watchkeeper.repositories.identity.session_repository import LockedSession

_COLUMNS = SessionEntity.__table__.columns
_USER = SessionEntity.user_id == bindparam("user_id", type_=Uuid())
_SESSION = SessionEntity.id == bindparam("session_id", type_=Uuid())
_UNEXPIRED = SessionEntity.expires_at > bindparam("now", type_=DateTime(timezone=True))
_SORTS: Mapping[str, SortColumn] = {"created_at": SortColumn(SessionEntity.created_at, datetime)}

# The lock on the account makes a sign-in wait for a concurrent disabling, and then see it, and for another sign-in,
# whose session counts for the quota. All changes depend on it: lock the account before its sessions.
_ACCOUNT = (
    select(UserEntity.id)
    .where(
        UserEntity.id == bindparam("user_id", type_=Uuid()),
        UserEntity.is_active,
        UserEntity.password_hash == bindparam("password_hash", type_=Text()),
    )
    .with_for_update(key_share=True)
    .cte("account")
)
_EXPIRED = (
    delete(SessionEntity)
    .where(SessionEntity.user_id == select(_ACCOUNT.c.id).scalar_subquery(), ~_UNEXPIRED)
    .cte("expired")
)
_OPEN = Statement(
    insert(SessionEntity)
    .from_select(
        [column.name for column in _COLUMNS],
        select(*(bindparam(column.name, type_=column.type) for column in _COLUMNS)).select_from(_ACCOUNT),
    )
    .add_cte(_EXPIRED)
)
# The time comes last: PostgreSQL evaluates it again for a row that was changed while the lock was awaited.
_FIND_LOCKED = Statement(
    select(*_COLUMNS, func.clock_timestamp().label("locked_at"))
    .join(UserEntity, UserEntity.id == SessionEntity.user_id)
    .where(_USER, _SESSION, _UNEXPIRED, UserEntity.is_active)
    .with_for_update(of=SessionEntity)
)
_ROTATE = Statement(
    update(SessionEntity)
    .where(_USER, _SESSION)
    .values(
        {
            name: bindparam(f"new_{name}", type_=_COLUMNS[name].type)
            for name in ("generation", "token_hash", "rotated_at", "earlier_rotations", "expires_at", "updated_at")
        }
    )
)
_END = Statement(delete(SessionEntity).where(_USER, _SESSION))
_NEWEST = (
    select(SessionEntity.id)
    .where(_USER)
    .order_by(SessionEntity.created_at.desc(), SessionEntity.id.desc())
    .limit(bindparam("keep", type_=Integer()))
)
_END_OLDEST = Statement(
    delete(SessionEntity).where(_USER, SessionEntity.id.not_in(_NEWEST)).returning(SessionEntity.id)
)
_END_ALL = Statement(
    delete(SessionEntity)
    .where(_USER, SessionEntity.id.is_distinct_from(bindparam("current", type_=Uuid())))
    .returning(SessionEntity.id)
)


@cache
def _search(sort: SessionSort, *, is_continued: bool) -> Statement:
    sessions = select(*_COLUMNS).where(_USER, _UNEXPIRED)
    column = column_for(_SORTS, sort)
    return Statement(keyset_page(sessions, column, SessionEntity.id, sort, is_continued=is_continued))


@cache
def _count() -> Statement:
    return Statement(select(func.count(literal_column("1"))).select_from(SessionEntity).where(_USER, _UNEXPIRED))


_SESSIONS = row_reader(SessionEntity, _search(SessionSort.CREATED_AT_DESCENDING, is_continued=False))
_LIST = PagedQuery(SessionSort, _SORTS, page=_search, count=_count, reader=_SESSIONS)


class PostgresSessionAdapter(DatabaseAdapter):
    """Sessions in PostgreSQL."""

    async def open(self, session: SessionEntity, password_hash: str) -> bool:
        values = {column.name: getattr(session, column.name) for column in _COLUMNS}
        return bool(await self._database.execute(_OPEN, password_hash=password_hash, now=now(), **values))

    async def find_locked(self, user_id: UUID, session_id: UUID) -> LockedSession | None:
        row = await self._database.fetch_one(_FIND_LOCKED, user_id=user_id, session_id=session_id, now=now())
        return LockedSession(_SESSIONS.read(row), row["locked_at"]) if row is not None else None

    async def rotate(self, session: SessionEntity) -> None:
        await self._database.execute(
            _ROTATE,
            user_id=session.user_id,
            session_id=session.id,
            new_generation=session.generation,
            new_token_hash=session.token_hash,
            new_rotated_at=session.rotated_at,
            new_earlier_rotations=session.earlier_rotations,
            new_expires_at=session.expires_at,
            new_updated_at=session.updated_at,
        )

    async def end(self, user_id: UUID, session_id: UUID) -> bool:
        return bool(await self._database.execute(_END, user_id=user_id, session_id=session_id))

    async def end_all(self, user_id: UUID, *, but: UUID | None = None) -> list[UUID]:
        return [row["id"] for row in await self._database.fetch(_END_ALL, user_id=user_id, current=but)]

    async def end_oldest(self, user_id: UUID, *, keep: int) -> list[UUID]:
        return [row["id"] for row in await self._database.fetch(_END_OLDEST, user_id=user_id, keep=keep)]

    async def search(self, user_id: UUID, sort: SessionSort, request: PageRequest) -> Page[SessionEntity]:
        return await _LIST.fetch(self._database, request, sort, user_id=user_id, now=now())
