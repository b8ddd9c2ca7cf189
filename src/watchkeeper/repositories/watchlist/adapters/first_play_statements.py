"""The statement of a play that makes the entry of its title."""

from typing import Final

from sqlalchemy import CTE, Boolean, FromClause, Integer, Text, bindparam, insert, literal_column, select
from sqlalchemy.dialects import postgresql

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity, ViewingEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.watchlist.viewing_state import ViewingState
from watchkeeper.repositories.watchlist.adapters.entry_quota import may_have
from watchkeeper.repositories.watchlist.adapters.play_statements import shown_plays
from watchkeeper.repositories.watchlist.adapters.watching_statements import ENDS, USER_ID, locked_title

_PLAYS: FromClause = PlayEntity.__table__
_ENTRIES: FromClause = WatchEntryEntity.__table__
_VIEWINGS: FromClause = ViewingEntity.__table__


def _entry() -> CTE:
    """Store the entry, from parameters with the prefix `entry_`; none beyond the quota."""
    _, title = locked_title(for_new=True)
    values = {one.name: bindparam(f"entry_{one.name}", type_=one.type) for one in _ENTRIES.columns}
    values["edited_at"] = values["updated_at"]
    row = select(*values.values()).select_from(title).where(may_have(title))
    return insert(WatchEntryEntity).from_select([*values], row).returning(_ENTRIES.c.title_id).cte("entry")


def _ended_viewing(entry: CTE) -> CTE:
    """Store when the viewing ended, unless the person said it; triggers count it with the play, and set its state."""
    state = literal_column(f"'{ViewingState.FINISHED}'", Text())
    ends = {name: bindparam(f"end_{name}", type_=_VIEWINGS.c[name].type) for name in ENDS}
    row = (
        select(USER_ID, entry.c.title_id, bindparam("current_viewing", type_=Integer()), state, *ends.values())
        .select_from(entry)
        .where(bindparam("sets_end", type_=Boolean()))
    )
    added = postgresql.insert(ViewingEntity).from_select(["user_id", "title_id", "number", "state", *ends], row)
    return (
        added.on_conflict_do_update(
            index_elements=["user_id", "title_id", "number"],
            set_={name: added.excluded[name] for name in ENDS},
            where=~_VIEWINGS.c.is_finished_on_said,
        )
        .returning(_VIEWINGS.c.number)
        .cte("ended_viewing")
    )


def _insert() -> Statement:
    entry = _entry()
    values = {one.name: bindparam(one.name, type_=one.type) for one in _PLAYS.columns}
    row = select(*values.values()).select_from(entry)
    play = insert(PlayEntity).from_select([*values], row).returning(*_PLAYS.columns).cte("added")
    return Statement(shown_plays(play).add_cte(_ended_viewing(entry)))


INSERT: Final = _insert()
