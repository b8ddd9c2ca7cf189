"""Statements of the pages of a list's items, in every order."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    FromClause,
    Select,
    String,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    select,
)

from watchkeeper.foundation.core.pagination import column_of
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page, unknown_last, with_limit
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.lists.lists import ListItemFilter
from watchkeeper.models.types.sorts import ListItemSort
from watchkeeper.repositories.lists.adapters.list_item_columns import (
    ENTRIES,
    IS_PUBLIC,
    ITEMS,
    PERSON,
    STATISTICS,
    TITLES,
    shared_items,
    shown_items,
)

_LIST = bindparam("list_id", type_=Uuid())


def _sorts(released: ColumnElement[Any], average: ColumnElement[Any]) -> Mapping[str, SortColumn]:
    return {
        "rank": SortColumn(ITEMS.c.rank, int),
        "created_at": SortColumn(ITEMS.c.created_at, datetime),
        "title": SortColumn(TITLES.c.title_sort.concat(literal_column("''", Text())), str),
        "release_date": unknown_last(released, date, "'infinity'::date", "'-infinity'::date"),
        "average_rating": unknown_last(average, Decimal, "99", "-1"),
    }


# Cursors tell what a list is sorted by: to strangers no more of a title than they are shown.
_YEAR = cast(func.date_trunc(literal_column("'year'"), TITLES.c.release_date), Date())
SORTS = _sorts(TITLES.c.release_date, STATISTICS.c.average)
SHARED_SORTS = _sorts(case((IS_PUBLIC, TITLES.c.release_date), else_=_YEAR), case((IS_PUBLIC, STATISTICS.c.average)))

_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "media_type": TITLES.c.media_type == bindparam("media_type", type_=String()),
    "statuses": exists().where(
        ENTRIES.c.user_id == PERSON,
        ENTRIES.c.title_id == ITEMS.c.title_id,
        ENTRIES.c.status == func.any(bindparam("statuses", type_=ARRAY(String()))),
    ),
}
_OF_TITLES = frozenset({"media_type", "title", "release_date", "average_rating"})
_OF_STATISTICS = frozenset({"average_rating"})
"""Conditions and sorts by the table that they need besides the items."""


def filter_values(filters: ListItemFilter) -> dict[str, Any]:
    """Return the parameters of the conditions that are set, by the names of the conditions."""
    values = {"media_type": filters.media_type, "statuses": filters.statuses or None}
    return {name: value for name, value in values.items() if value is not None}


def in_list() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ITEMS.c.user_id == PERSON, ITEMS.c.list_id == _LIST


def _items(columns: list[Any], conditions: frozenset[str], sort: str | None = None) -> Select[Any]:
    """Select of a list's items that meet the named conditions, joined only with what conditions and sort need."""
    needed = conditions | {sort}
    rows: FromClause = ITEMS
    if needed & _OF_TITLES:
        rows = rows.join(TITLES, TITLES.c.id == ITEMS.c.title_id)
    if needed & _OF_STATISTICS:
        rows = rows.outerjoin(STATISTICS, STATISTICS.c.title_id == ITEMS.c.title_id)
    return select(*columns).select_from(rows).where(*in_list(), *(_CONDITIONS[name] for name in sorted(conditions)))


@cache
def search(sort: ListItemSort, conditions: frozenset[str], *, is_continued: bool, is_shared: bool = False) -> Statement:
    """Return one page of a list's items that meet the named conditions.

    Other columns are looked up for the items of the page: joined before the limit, PostgreSQL would look them up for
    all items of the list.
    """
    column = column_for(SHARED_SORTS if is_shared else SORTS, sort)
    own = _items(list(ITEMS.columns), conditions, column_of(sort))
    page = keyset_page(own, column, ITEMS.c.id, sort, is_continued=is_continued).subquery("page")
    shown = shared_items(page) if is_shared else shown_items(page)
    return Statement(with_limit(shown.add_columns(page.c.sort_key), page, sort))


@cache
def count(conditions: frozenset[str]) -> Statement:
    """Return how many items of a list meet the named conditions."""
    return Statement(_items([func.count()], conditions))
