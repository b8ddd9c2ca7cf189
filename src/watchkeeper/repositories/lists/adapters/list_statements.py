"""Statements of lists. Every one is restricted to one person."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    FromClause,
    LargeBinary,
    Select,
    Text,
    Uuid,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    union_all,
    update,
)

from watchkeeper.foundation.postgres.constraint_errors import existing
from watchkeeper.foundation.postgres.entity import Entity
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.row_image import row_image
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.changes.change_entity import ChangeHeadEntity
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.entities.lists.list_entity import ListEntity, ListItemEntity, ListLinkEntity
from watchkeeper.models.types.changes.change import ChangeArea
from watchkeeper.models.types.lists.lists import ListFilter
from watchkeeper.models.types.sorts import ListSort
from watchkeeper.models.types.undo.operation import RowKind
from watchkeeper.repositories.catalogue.adapters.title_merge_statements import survivors_of

_LISTS: FromClause = ListEntity.__table__
_ITEMS: FromClause = ListItemEntity.__table__
_LINKS: FromClause = ListLinkEntity.__table__
_USERS: FromClause = UserEntity.__table__
_COLUMNS = list(_LISTS.columns)
_NOT_CHANGED = ("user_id", "id", "created_at", "updated_at", "items_count")
PERSON = bindparam("user_id", type_=Uuid())

SORTS: Mapping[str, SortColumn] = {
    "name": SortColumn(_LISTS.c.name_sort, str),
    "created_at": SortColumn(_LISTS.c.created_at, datetime),
    "updated_at": SortColumn(_LISTS.c.updated_at, datetime),
    "items_count": SortColumn(_LISTS.c.items_count, int),
}


_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "contains": exists().where(
        _ITEMS.c.user_id == PERSON,
        _ITEMS.c.list_id == _LISTS.c.id,
        _ITEMS.c.title_id == func.any(survivors_of("contains")),
    ),
    "part": func.strpos(_LISTS.c.name_sort, bindparam("part", type_=Text())) > literal_column("0"),
}


def shown_lists(lists: FromClause) -> Select[Any]:
    """Select the columns of `TitleList`."""
    return select(
        lists.c.id,
        lists.c.created_at,
        lists.c.updated_at,
        lists.c.user_id.label("owner__id"),
        _USERS.c.username.label("owner__username"),
        lists.c.name,
        lists.c.description,
        lists.c.visibility,
        lists.c.is_ranked,
        lists.c.default_sort,
        lists.c.items_count,
    ).select_from(lists.join(_USERS, _USERS.c.id == lists.c.user_id))


def owned() -> ColumnElement[bool]:
    return _LISTS.c.user_id == PERSON


def _one() -> tuple[ColumnElement[bool], ...]:
    return owned(), _LISTS.c.id == bindparam("id", type_=Uuid())


@cache
def search(sort: ListSort, conditions: frozenset[str], *, is_continued: bool) -> Statement:
    """Return one page of a person's lists that meet the named conditions."""
    lists = shown_lists(_LISTS).where(owned(), *(_CONDITIONS[name] for name in sorted(conditions)))
    return Statement(keyset_page(lists, column_for(SORTS, sort), _LISTS.c.id, sort, is_continued=is_continued))


@cache
def count(conditions: frozenset[str]) -> Statement:
    """Return how many lists of a person meet the named conditions."""
    conditions_set = (_CONDITIONS[name] for name in sorted(conditions))
    return Statement(select(func.count()).select_from(_LISTS).where(owned(), *conditions_set))


def filter_values(filters: ListFilter, part: str | None) -> dict[str, Any]:
    """Return the parameters of the conditions that are set, by the names of the conditions."""
    values = {"contains": [filters.contains] if filters.contains else None, "part": part}
    return {name: value for name, value in values.items() if value is not None}


def _insert() -> Statement:
    values = parameters_of(_COLUMNS)
    return Statement(shown_lists(insert(ListEntity).values(values).returning(*_COLUMNS).cte("added")))


def _update() -> Statement:
    changes = {
        column.name: bindparam(column.name, type_=column.type) for column in _COLUMNS if column.name not in _NOT_CHANGED
    }
    changed = (
        update(ListEntity)
        .where(*_one())
        .values(changes | {"updated_at": later_than(_LISTS.c.updated_at)})
        .returning(*_COLUMNS)
    )
    return Statement(shown_lists(changed.cte("changed")))


def _delete() -> Statement:
    """Remove a list with what belongs to it, and return all as it was: `kind`, `id`, `image`."""
    parts = (
        _removed(RowKind.LIST, ListEntity, _LISTS.c.id),
        _removed(RowKind.LIST_ITEM, ListItemEntity, _ITEMS.c.list_id),
        _removed(RowKind.LIST_LINK, ListLinkEntity, _LINKS.c.list_id),
    )
    return Statement(union_all(*(select(part) for part in parts)))


def _removed(kind: RowKind, entity: type[Entity], list_id: ColumnElement[Any]) -> CTE:
    table: FromClause = entity.__table__
    shown = (literal_column(f"'{kind.value}'", Text()).label("kind"), table.c.id, row_image(entity))
    owned_by = (table.c.user_id == PERSON, list_id == bindparam("id", type_=Uuid()))
    return delete(entity).where(*owned_by).returning(*shown).cte(f"removed_{kind.value}")


BY_ID = Statement(shown_lists(_LISTS).where(*_one()))
BY_IDS = Statement(shown_lists(_LISTS).where(owned(), _LISTS.c.id == func.any(bindparam("ids", type_=ARRAY(Uuid())))))
BY_ID_LOCKED = Statement(select(*_COLUMNS).where(*_one()).with_for_update(key_share=True))
NUMBER = Statement(
    select(ChangeHeadEntity.area_counts[ChangeArea.LISTS.number]).where(ChangeHeadEntity.user_id == PERSON)
)
INSERT = _insert()
UPDATE = _update()
DELETE = _delete()
EXISTING = Statement(existing("list", _LISTS.c.id, owned(), _LISTS.c.name_key == bindparam("name_key", LargeBinary())))
