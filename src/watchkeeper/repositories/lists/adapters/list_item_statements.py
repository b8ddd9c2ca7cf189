"""Statements of single items of lists, and of their order. Every one is restricted to one person."""

from sqlalchemy import (
    ARRAY,
    CTE,
    BigInteger,
    ColumnElement,
    DateTime,
    FromClause,
    Update,
    Uuid,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    true,
    update,
)

from watchkeeper.foundation.core.ranks import RANK_LIMIT, RANK_STEP
from watchkeeper.foundation.postgres.constraint_errors import existing
from watchkeeper.foundation.postgres.row_image import row_image
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.episodes.episode_entity import EpisodeEntity, SeasonEntity
from watchkeeper.models.entities.lists.list_entity import ListEntity, ListItemEntity
from watchkeeper.repositories.lists.adapters.list_item_columns import ITEMS, PERSON, TITLES, shown_items
from watchkeeper.repositories.lists.adapters.list_item_pages import in_list
from watchkeeper.repositories.lists.adapters.list_statements import shown_lists

_LISTS: FromClause = ListEntity.__table__
_COLUMNS = list(ITEMS.columns)
_CHANGED = ("rank", "note")
_ID = bindparam("id", type_=Uuid())
_LIST = bindparam("list_id", type_=Uuid())
_TITLE = bindparam("title_id", type_=Uuid())
_ANCHOR = bindparam("anchor_id", type_=Uuid())
_AT = bindparam("updated_at", type_=DateTime(timezone=True))


def _one() -> tuple[ColumnElement[bool], ...]:
    return *in_list(), ITEMS.c.id == _ID


def _touched(added: int = 0, *conditions: ColumnElement[bool]) -> CTE:
    """Raise the version of the list, and count items that are added to it."""
    return (
        update(ListEntity)
        .where(_LISTS.c.user_id == PERSON, _LISTS.c.id == _LIST, *conditions)
        .values(
            items_count=_LISTS.c.items_count + literal_column(str(added)),
            updated_at=later_than(_LISTS.c.updated_at),
            edited_at=_AT,
        )
        .returning(*_LISTS.columns)
        .cte("touched")
    )


def _lock_list() -> Statement:
    """Lock the title, then the list: the lock of the list is taken on the row that has that of the title beside it."""
    title = (
        select(TITLES.c.id)
        .where(TITLES.c.id == _TITLE, TITLES.c.is_active, or_(TITLES.c.owner_id.is_(None), TITLES.c.owner_id == PERSON))
        .with_for_update(read=True, key_share=True)
        .cte("title")
        .prefix_with("MATERIALIZED")
    )
    return Statement(
        select(_LISTS.c.items_count, title.c.id.label("title_id"))
        .select_from(_LISTS.outerjoin(title, true()))
        .where(_LISTS.c.user_id == PERSON, _LISTS.c.id == _LIST)
        .with_for_update(key_share=True, of=_LISTS)
    )


def _neighbours(*, is_before: bool) -> Statement:
    """Return the ranks around the place before or behind the item `anchor_id`, as if the item `id` were not there."""
    other = ITEMS.alias("other")
    beyond = (
        select(func.max(other.c.rank) if is_before else func.min(other.c.rank))
        .where(
            other.c.user_id == PERSON,
            other.c.list_id == _LIST,
            other.c.rank < ITEMS.c.rank if is_before else other.c.rank > ITEMS.c.rank,
            other.c.id != _ID,
        )
        .scalar_subquery()
    )
    lower, upper = (beyond, ITEMS.c.rank) if is_before else (ITEMS.c.rank, beyond)
    return Statement(select(lower.label("lower"), upper.label("upper")).where(*in_list(), ITEMS.c.id == _ANCHOR))


def _insert() -> Statement:
    values = parameters_of(_COLUMNS)
    added = insert(ListItemEntity).values(values).returning(*_COLUMNS)
    return Statement(shown_items(added.cte("added")).add_cte(_touched(1)))


def _append() -> Statement:
    """Add an item at the end, unless its rank would be too large: the list is locked, so this sees its last item."""
    rank = func.coalesce(func.max(ITEMS.c.rank), literal_column("0")) + literal_column(str(RANK_STEP), BigInteger())
    values = parameters_of(_COLUMNS) | {"rank": rank}
    row = select(*values.values()).where(*in_list()).having(rank < literal_column(str(RANK_LIMIT), BigInteger()))
    added = insert(ListItemEntity).from_select(list(values), row).returning(*_COLUMNS).cte("added")
    counted = _touched(1, exists().select_from(added))
    return Statement(shown_items(added).add_cte(counted))


def _update() -> Statement:
    changes = {name: bindparam(name, type_=ITEMS.c[name].type) for name in _CHANGED}
    changed = (
        update(ListItemEntity)
        .where(*_one())
        .values(changes | {"updated_at": later_than(ITEMS.c.updated_at)})
        .returning(*_COLUMNS)
    )
    return Statement(shown_items(changed.cte("changed")).add_cte(_touched()))


def _ranked(places: FromClause) -> Update:
    """Give items ranks by their places, which are counted from 1."""
    rank = places.c.place * literal_column(str(RANK_STEP), BigInteger())
    return (
        update(ListItemEntity)
        .where(*in_list(), ITEMS.c.id == places.c.id, ITEMS.c.rank != rank)
        .values(rank=rank, updated_at=later_than(ITEMS.c.updated_at))
    )


def _existing() -> Statement:
    same = existing(
        "list_item",
        ITEMS.c.id,
        *in_list(),
        ITEMS.c.title_id == _TITLE,
        *(ITEMS.c[name].is_not_distinct_from(bindparam(name, type_=Uuid())) for name in ("season_id", "episode_id")),
    )
    return Statement(same.add_columns(ITEMS.c.list_id.label("within")))


_IDS = bindparam("ids", type_=ARRAY(Uuid()))
_place = func.row_number().over(order_by=(ITEMS.c.rank, ITEMS.c.id))
_numbered = select(ITEMS.c.id, _place.label("place")).where(*in_list()).subquery("numbered")
_sent = func.unnest(_IDS).table_valued("id", with_ordinality="place").render_derived("sent")

BY_ID = Statement(shown_items(ITEMS).where(*_one()))
BY_IDS = Statement(shown_items(ITEMS).where(ITEMS.c.user_id == PERSON, ITEMS.c.id == func.any(_IDS)))
BY_ID_LOCKED = Statement(select(*_COLUMNS).where(*_one()).with_for_update(key_share=True))
TITLE_OF_SEASON = Statement(select(SeasonEntity.title_id).where(SeasonEntity.id == _ID))
TITLE_OF_EPISODE = Statement(select(EpisodeEntity.title_id).where(EpisodeEntity.id == _ID))
LOCK_LIST = _lock_list()
BEFORE = _neighbours(is_before=True)
AFTER = _neighbours(is_before=False)
IDS = Statement(select(ITEMS.c.id).where(*in_list()).order_by(ITEMS.c.rank, ITEMS.c.id))
INSERT = _insert()
APPEND = _append()
UPDATE = _update()
DELETE = Statement(delete(ListItemEntity).where(*_one()).returning(row_image(ListItemEntity)).add_cte(_touched(-1)))
RENUMBER = Statement(_ranked(_numbered))
REORDER = Statement(shown_lists(_touched()).add_cte(_ranked(_sent).cte("ranked")))
EXISTING = _existing()
