"""Statements that lock a title of a person, read where the person stands with it, and write where plays lead."""

from typing import Final

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    DateTime,
    FromClause,
    Integer,
    Uuid,
    bindparam,
    case,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.watchlist.play_entity import ViewingEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.repositories.identity.adapters.account_lock_postgres_adapter import locked_account
from watchkeeper.repositories.text_statements import text_statement
from watchkeeper.repositories.watchlist.adapters.current_viewing import CURRENT_VIEWING

_ENTRIES: FromClause = WatchEntryEntity.__table__
_VIEWINGS: FromClause = ViewingEntity.__table__
_TIME = DateTime(timezone=True)
ENDS: Final = ("finished_on", "finished_sorted_at", "finished_until", "completed_at")
"""What a viewing has of the play that completed it, and when it was completed."""
_CURRENT: Final = bindparam("current_viewing", type_=Integer())
USER_ID, TITLE_ID = (bindparam(name, type_=Uuid()) for name in ("user_id", "title_id"))


def locked_title(*, for_new: bool) -> tuple[CTE, CTE]:
    """Lock the account, which lets the plays of a person take turns, then the title.

    Something new is stored of active titles that the person may see alone.
    """
    person = locked_account()
    is_there = select(person.c.id).scalar_subquery().is_not(None)
    conditions = [TitleEntity.is_active, or_(TitleEntity.owner_id.is_(None), TitleEntity.owner_id == USER_ID)]
    title = (
        select(TitleEntity.id)
        .where(TitleEntity.id == TITLE_ID, is_there, *(conditions if for_new else ()))
        .with_for_update(read=True, key_share=True)
        .cte("title")
    )
    return person, title


def _lock(*, for_new: bool) -> Statement:
    """The order is account, title, entry."""
    person, title = locked_title(for_new=for_new)
    entry = (
        select(_ENTRIES.c.id)
        .where(_ENTRIES.c.user_id == USER_ID, _ENTRIES.c.title_id == select(title.c.id).scalar_subquery())
        .with_for_update(key_share=True)
        .cte("entry")
    )
    found = {"person": person, "title": title, "entry": entry}
    return Statement(select(*(select(one.c.id).scalar_subquery().label(name) for name, one in found.items())))


def entry_status_update(*conditions: ColumnElement[bool]) -> CTE:
    """Set the status of an entry, and touch it: a status that moves is an edit of the person who logs a play."""
    later = later_than(_ENTRIES.c.updated_at)
    edited_at = case((bindparam("is_moved", type_=Boolean()), later), else_=_ENTRIES.c.edited_at)
    members = ("status", "status_set_at", "status_by", "completed_at", "said_status", "said_at", "said_done_until")
    return (
        update(WatchEntryEntity)
        .where(_ENTRIES.c.user_id == USER_ID, _ENTRIES.c.title_id == TITLE_ID, *conditions)
        .values({name: bindparam(name, type_=_ENTRIES.c[name].type) for name in members})
        .values(updated_at=later, edited_at=edited_at)
        .returning(_ENTRIES.c.id, _ENTRIES.c.edited_at)
        .cte("entry_status_update")
    )


def unchanged_entry_status_update() -> CTE:
    """Settle the entry of an open title, which is locked, unless it has changed since `entry_version` was read."""
    _, title = locked_title(for_new=True)
    is_open = select(title.c.id).scalar_subquery() == _ENTRIES.c.title_id
    return entry_status_update(is_open, _ENTRIES.c.updated_at == bindparam("entry_version", type_=_TIME))


def viewing_end_update(*conditions: ColumnElement[bool], number: ColumnElement[int] = _CURRENT) -> CTE:
    """Store what play completed the viewing, or until when it was done before, unless the person said when it was.

    Triggers count the plays of a viewing that is new.
    """
    ends = {name: bindparam(f"end_{name}", type_=_VIEWINGS.c[name].type) for name in ("state", *ENDS)}
    row = select(USER_ID, TITLE_ID, number, *ends.values()).where(bindparam("sets_end", type_=Boolean()), *conditions)
    added = upsert(ViewingEntity).from_select(["user_id", "title_id", "number", *ends], row, include_defaults=False)
    return (
        added.on_conflict_do_update(
            index_elements=["user_id", "title_id", "number"],
            set_={name: added.excluded[name] for name in ENDS},
            where=~_VIEWINGS.c.is_finished_on_said,
        )
        .returning(_VIEWINGS.c.number)
        .cte("viewing_end_update")
    )


LOCK_NEW: Final = _lock(for_new=True)
LOCK: Final = _lock(for_new=False)
SAVE_STATUS: Final = Statement(select(literal_column("1")).add_cte(entry_status_update(), viewing_end_update()))

WATCHING_TABLES: Final = f"""
    FROM titles AS title
    LEFT JOIN episode_refreshes AS refresh ON refresh.title_id = title.id
    LEFT JOIN watch_entries AS entry ON entry.user_id = :user_id AND entry.title_id = title.id
    {CURRENT_VIEWING.format(title="title")}
"""
WATCHING_COLUMNS: Final = """
    entry.id AS entry_id, entry.created_at AS entered_at, entry.updated_at AS entry_version,
    status, status_set_at, status_by, said_status, said_at, said_done_until,
    entry.completed_at, coalesce(finished_until, viewing.completed_at) AS done_until,
    coalesce(is_finished_on_said, false) AS is_end_explicit,
    coalesce(viewing.number, 1) AS viewing, coalesce(plays_count, 0) AS plays_count, media_type, airing,
    notes IS NULL AND hidden_from = '{}' AND NOT include_specials AND tag_ids = '{}'
        AND (entry.edited_at = entry.created_at OR NOT coalesce(is_started_on_said OR is_finished_on_said, false))
        AND (coalesce(viewing.number, 1) = 1 OR NOT EXISTS (
            SELECT FROM plays AS first
            WHERE first.user_id = :user_id AND first.title_id = entry.title_id AND first.created_at = entry.created_at
        )) AS is_untouched
"""
"""What `watching_of` reads, of `WATCHING_TABLES`."""
WATCHING: Final = text_statement(f"SELECT {WATCHING_COLUMNS} {WATCHING_TABLES} WHERE title.id = :title_id")
ENTRY: Final = text_statement(
    f"""
    SELECT entry.id, CAST(to_jsonb(entry) AS text) AS image, edited_at, CAST(to_jsonb(viewing) AS text) AS viewing
    FROM (VALUES (:title_id)) AS title (id)
    LEFT JOIN watch_entries AS entry ON entry.user_id = :user_id AND entry.title_id = title.id
    {CURRENT_VIEWING.format(title="title")}
    """  # noqa: S608 - built from constants
)
TITLE_OF_ENTRY: Final = text_statement("SELECT title_id FROM watch_entries WHERE user_id = :user_id AND id = :id")
