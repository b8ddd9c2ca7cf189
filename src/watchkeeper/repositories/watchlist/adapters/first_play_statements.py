"""The statement of a play that makes the entry of its title, with the operation that undoes both."""

from typing import Final

from sqlalchemy import CTE, FromClause, bindparam, exists, insert, select, true

from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.repositories.watchlist.adapters.entry_quota import may_have
from watchkeeper.repositories.watchlist.adapters.play_operation_statements import with_operation
from watchkeeper.repositories.watchlist.adapters.play_statements import shown_plays
from watchkeeper.repositories.watchlist.adapters.watching_statements import locked_title, viewing_end_update

_PLAYS: FromClause = PlayEntity.__table__
_ENTRIES: FromClause = WatchEntryEntity.__table__


def _entry() -> CTE:
    """Store the entry, from parameters with the prefix `entry_`; none beyond the quota."""
    _, title = locked_title(for_new=True)
    values = {one.name: bindparam(f"entry_{one.name}", type_=one.type) for one in _ENTRIES.columns}
    values["edited_at"] = values["updated_at"]
    row = select(*values.values()).select_from(title).where(may_have(title))
    return (
        insert(WatchEntryEntity).from_select([*values], row).returning(_ENTRIES.c.id, _ENTRIES.c.edited_at).cte("entry")
    )


def _insert() -> Statement:
    entry = _entry()
    values = parameters_of(_PLAYS.columns)
    row = select(*values.values()).select_from(entry)
    play = insert(PlayEntity).from_select([*values], row).returning(*_PLAYS.columns).cte("added")
    shown = shown_plays(play).add_cte(viewing_end_update(exists(select(entry.c.id))))
    return Statement(with_operation(shown, entry, play, is_new=true()))


INSERT: Final = _insert()
