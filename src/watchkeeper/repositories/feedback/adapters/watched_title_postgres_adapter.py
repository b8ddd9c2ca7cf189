from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, String, bindparam, literal_column, or_, select
from sqlalchemy.dialects.postgresql import insert

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.title_entity import TitleEntity
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.types.watch_status import WatchStatus
from watchkeeper.repositories.feedback.adapters.row_locks import ID, TITLE_ID, USER_ID, id_of, locked_person

_COMPLETED = literal_column(f"'{WatchStatus.COMPLETED}'", String())
_TIMESTAMP = bindparam("at", type_=DateTime(timezone=True))


def _lock() -> Statement:
    person = locked_person()
    title = (
        select(TitleEntity.id)
        .where(
            TitleEntity.id == TITLE_ID,
            TitleEntity.is_active,
            or_(TitleEntity.owner_id.is_(None), TitleEntity.owner_id == USER_ID),
            id_of(person).is_not(None),
        )
        .with_for_update(read=True, key_share=True)
        .cte("title")
    )
    entry = (
        select(WatchEntryEntity.status)
        .where(WatchEntryEntity.user_id == USER_ID, WatchEntryEntity.title_id == id_of(title))
        .with_for_update(key_share=True)
        .cte("entry")
    )
    status = select(entry.c.status).scalar_subquery()
    return Statement(select(id_of(person).label("person"), id_of(title).label("title"), status.label("status")))


def _mark_completed() -> Statement:
    values = {"user_id": USER_ID, "id": ID, "title_id": TITLE_ID, "status": _COMPLETED, "notes": None}
    times = {"completed_at": _TIMESTAMP, "created_at": _TIMESTAMP, "updated_at": _TIMESTAMP}
    entries = WatchEntryEntity.__table__
    changes = {
        "status": _COMPLETED,
        "completed_at": _TIMESTAMP,
        "updated_at": later_than(entries.c.updated_at, "at"),
    }
    return Statement(
        insert(WatchEntryEntity)
        .values(values | times)
        .on_conflict_do_update(
            index_elements=["user_id", "title_id"], set_=changes, where=entries.c.status != _COMPLETED
        )
    )


_LOCK_PERSON = Statement(select(id_of(locked_person())))
_LOCK = _lock()
_MARK_COMPLETED = _mark_completed()


class PostgresWatchedTitleAdapter:
    """Accounts, titles and watch entries in PostgreSQL, protected by row locks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lock_person(self, user_id: UUID) -> None:
        if await self._database.fetch_value(_LOCK_PERSON, user_id=user_id) is None:
            raise InvalidTokenError

    async def lock(self, user_id: UUID, title_id: UUID) -> bool:
        row = await self._database.fetch_one(_LOCK, user_id=user_id, title_id=title_id)
        if row is None or row["person"] is None:
            raise InvalidTokenError
        if row["title"] is None:
            raise TitleNotFoundError
        return bool(row["status"] == WatchStatus.COMPLETED)

    async def mark_completed(self, user_id: UUID, title_id: UUID, at: datetime) -> None:
        await self._database.execute(_MARK_COMPLETED, user_id=user_id, title_id=title_id, id=uuid7(), at=at)
