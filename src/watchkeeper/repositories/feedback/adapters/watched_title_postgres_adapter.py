from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, String, bindparam, exists, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import insert

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.row_image import row_image
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity, ViewingEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.errors.catalogue_errors import QuotaExceededError, TitleNotFoundError
from watchkeeper.models.types.undo.operation import ChangedRow, RowKind, changed_viewings
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.feedback.adapters.row_locks import ID, TITLE_ID, USER_ID, id_of
from watchkeeper.repositories.identity.adapters.account_lock_postgres_adapter import locked_account
from watchkeeper.repositories.watchlist.adapters.entry_quota import may_have

_COMPLETED = literal_column(f"'{WatchStatus.COMPLETED}'", String())
_TIMESTAMP = bindparam("at", type_=DateTime(timezone=True))


def _lock() -> Statement:
    person = locked_account()
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
    has_play = exists().where(PlayEntity.user_id == USER_ID, PlayEntity.title_id == TITLE_ID)
    found = {"person": id_of(person), "title": id_of(title), "status": status, "has_play": has_play}
    return Statement(select(*(value.label(name) for name, value in found.items())))


def _mark_completed() -> Statement:
    title = select(TITLE_ID.label("id")).cte("title")
    times = dict.fromkeys(("completed_at", "status_set_at", "created_at", "updated_at", "edited_at"), _TIMESTAMP)
    values = {"user_id": USER_ID, "id": ID, "title_id": title.c.id, "status": _COMPLETED, **times}
    entry = select(*values.values()).select_from(title).where(may_have(title))
    entries = WatchEntryEntity.__table__
    changes = {
        "status": _COMPLETED,
        "completed_at": func.coalesce(entries.c.completed_at, _TIMESTAMP),
        "status_set_at": _TIMESTAMP,
        "status_by": literal_column(f"'{StatusOrigin.PERSON}'", String()),
        "updated_at": later_than(entries.c.updated_at, "at"),
        "edited_at": later_than(entries.c.updated_at, "at"),
    }
    made = (
        insert(WatchEntryEntity)
        .from_select(list(values), entry)
        .on_conflict_do_update(index_elements=["user_id", "title_id"], set_=changes)
        .returning(entries.c.id, entries.c.edited_at)
        .cte("made")
    )
    image, viewing = (  # as they were before
        select(row_image(one)).where(one.user_id == USER_ID, one.title_id == TITLE_ID)
        for one in (WatchEntryEntity, ViewingEntity)
    )
    last = viewing.order_by(ViewingEntity.number.desc()).limit(literal_column("1"))
    images = {"image": image, "viewing": last}
    return Statement(select(made, *(one.scalar_subquery().label(name) for name, one in images.items())))


_LOCK = _lock()
_MARK_COMPLETED = _mark_completed()


class PostgresWatchedTitleAdapter:
    """Accounts, titles and watch entries in PostgreSQL, protected by row locks.

    A watchlist has `max_entries` entries at most.
    """

    def __init__(self, database: Database, *, max_entries: int) -> None:
        self._database = database
        self._max_entries = max_entries

    async def lock(self, user_id: UUID, title_id: UUID) -> bool:
        row = await self._database.fetch_one(_LOCK, user_id=user_id, title_id=title_id)
        if row is None or row["person"] is None:
            raise InvalidTokenError
        if row["title"] is None:
            raise TitleNotFoundError
        return bool(row["status"] == WatchStatus.COMPLETED or row["has_play"])

    async def mark_completed(self, user_id: UUID, title_id: UUID, at: datetime) -> list[ChangedRow]:
        values = {"user_id": user_id, "title_id": title_id, "id": uuid7(), "at": at}
        row = await self._database.fetch_one(_MARK_COMPLETED, **values, max_entries=self._max_entries)
        if row is None:
            raise QuotaExceededError(self._max_entries)
        entry = ChangedRow(RowKind.WATCH_ENTRY, row["id"], row["image"], row["edited_at"])
        return [*changed_viewings({title_id: row["viewing"]}), entry]
