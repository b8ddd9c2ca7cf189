"""The statement of a play of a whole title: that completes it from any status, so nothing has to be read before."""

from typing import Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    String,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    insert,
    literal_column,
    not_,
    select,
    true,
    union_all,
    update,
)

from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity, ViewingEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.watchlist.adapters.entry_quota import may_have
from watchkeeper.repositories.watchlist.adapters.play_operation_statements import with_operation
from watchkeeper.repositories.watchlist.adapters.play_statements import shown_plays
from watchkeeper.repositories.watchlist.adapters.watching_statements import USER_ID, locked_title, viewing_end_update

_PLAYS: FromClause = PlayEntity.__table__
_ENTRIES: FromClause = WatchEntryEntity.__table__
_VIEWINGS: FromClause = ViewingEntity.__table__
_FIRST: Final = literal_column("1", Integer())
_NEW: Final = {one.name: bindparam(f"entry_{one.name}", type_=one.type) for one in _ENTRIES.columns}
"""The entry as it is where there is none yet, as parameters with the prefix `entry_`."""
_FOLLOWING: Final = ("status", "status_set_at", "status_by", "completed_at")
_IS_COMPLETED: Final = _ENTRIES.c.status == literal_column(f"'{WatchStatus.COMPLETED}'", String())
_IS_BY_PLAY: Final = _ENTRIES.c.status_by == literal_column(f"'{StatusOrigin.PLAY}'", String())


_STORED: Final = (_ENTRIES.c.id, _ENTRIES.c.edited_at)


def _before(title: CTE) -> CTE:
    """Return where the person stands with a locked title."""
    viewing = (
        select(_VIEWINGS)
        .where(_VIEWINGS.c.user_id == USER_ID, _VIEWINGS.c.title_id == title.c.id)
        .order_by(_VIEWINGS.c.number.desc())
        .limit(_FIRST)
        .lateral("viewing")
    )
    of_title = and_(_ENTRIES.c.user_id == USER_ID, _ENTRIES.c.title_id == title.c.id)
    return (
        select(
            title.c.id,
            _ENTRIES.c.updated_at.label("version"),
            func.coalesce(_IS_COMPLETED, false()).label("is_completed"),
            func.coalesce(viewing.c.number, _FIRST).label("viewing"),
            func.coalesce(viewing.c.finished_until, viewing.c.completed_at).label("done_until"),
        )
        .select_from(title.outerjoin(_ENTRIES, of_title).outerjoin(viewing, true()))
        .cte("before")
    )


def _added_entry(title: CTE, before: CTE) -> CTE:
    """Store an entry where there is none, unless the person has as many as may be."""
    values = _NEW | {"edited_at": _NEW["updated_at"]}
    row = select(*values.values()).select_from(before.join(title, true()))
    row = row.where(before.c.version.is_(None), may_have(title))
    return insert(WatchEntryEntity).from_select([*values], row).returning(*_STORED).cte("added_entry")


def _completed_entry(before: CTE) -> CTE:
    """Complete an entry that is not, and touch it, unless it has changed since the statement began."""
    later = later_than(_ENTRIES.c.updated_at, "entry_updated_at")
    explicit: dict[str, ColumnElement[object]] = {
        "said_status": _ENTRIES.c.status,
        "said_at": _ENTRIES.c.status_set_at,
        "said_done_until": before.c.done_until,
    }
    changes = {name: _NEW[name] for name in _FOLLOWING} | {
        name: case((_IS_BY_PLAY, _ENTRIES.c[name]), else_=value) for name, value in explicit.items()
    }
    changes |= {"edited_at": later}
    return (
        update(WatchEntryEntity)
        .where(
            _ENTRIES.c.user_id == USER_ID,
            _ENTRIES.c.title_id == before.c.id,
            _ENTRIES.c.updated_at == before.c.version,
        )
        .values({name: case((before.c.is_completed, _ENTRIES.c[name]), else_=one) for name, one in changes.items()})
        .values(updated_at=later)
        .returning(*_STORED)
        .cte("completed_entry")
    )


def _insert() -> Statement:
    _, title = locked_title(for_new=True)
    before = _before(title)
    parts = (_added_entry(title, before), _completed_entry(before))
    entry = union_all(*(select(one.c.id, one.c.edited_at) for one in parts)).cte("entry")
    values = parameters_of(_PLAYS.columns) | {"viewing": before.c.viewing}
    row = select(*values.values()).select_from(entry.join(before, true()))
    play = insert(PlayEntity).from_select([*values], row).returning(*_PLAYS.columns).cte("added")
    is_moved = not_(select(before.c.is_completed).scalar_subquery())
    is_new = exists(select(parts[0].c.id))
    end = viewing_end_update(is_moved, exists(select(entry.c.id)), number=before.c.viewing)
    return Statement(with_operation(shown_plays(play).add_cte(end), entry, play, is_moved, is_new=is_new))


INSERT: Final = _insert()
