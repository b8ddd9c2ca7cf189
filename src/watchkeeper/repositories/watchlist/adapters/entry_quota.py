"""The quota of watch entries, as a condition of statements that add one."""

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    Uuid,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from watchkeeper.models.entities.changes.change_entity import ChangeHeadEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.changes.change import ChangeArea

_HEADS: FromClause = ChangeHeadEntity.__table__
_ENTRIES: FromClause = WatchEntryEntity.__table__
_PERSON = bindparam("user_id", type_=Uuid())
_MOST = bindparam("max_entries", type_=Integer())
_NEAR = literal_column("100", Integer())


def may_have(title: CTE) -> ColumnElement[bool]:
    """Whether the account `user_id` has fewer than `max_entries` entries, or one of the locked title already.

    Close to the quota the count stays locked until the transaction ends: requests at once don't pass it together. The
    lock comes behind that of the title, as when triggers take it.
    """
    number = _HEADS.c.area_counts[ChangeArea.WATCHLIST.number]
    close = (
        select(number.label("number"))
        .where(_HEADS.c.user_id == _PERSON, number >= _MOST - _NEAR, exists(select(title.c.id)))
        .with_for_update()
        .cte("close_to_quota")
    )
    number_if_close = func.coalesce(select(close.c.number).scalar_subquery(), literal_column("-1"))
    has_one = exists().where(_ENTRIES.c.user_id == _PERSON, _ENTRIES.c.title_id == title.c.id)
    return or_(number_if_close < _MOST, has_one)
