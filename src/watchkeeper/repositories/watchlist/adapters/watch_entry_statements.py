"""Statements of the watchlist. Every one is restricted to one person."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Double,
    FromClause,
    Numeric,
    Select,
    String,
    Uuid,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from watchkeeper.foundation.core.pagination import column_of
from watchkeeper.foundation.postgres.constraint_errors import existing
from watchkeeper.foundation.postgres.keyset import SortColumn, bounded, column_for, keyset_page, with_limit
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.rating_entity import RatingEntity
from watchkeeper.models.entities.title_entity import TitleEntity, TitleGenreEntity
from watchkeeper.models.entities.title_rating_statistics_entity import TitleRatingStatisticsEntity
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.sorts import WatchlistSort
from watchkeeper.repositories.catalogue.adapters.title_relevance import matches

_ENTRIES: FromClause = WatchEntryEntity.__table__
_TITLES: FromClause = TitleEntity.__table__
_RATING_STATISTICS: FromClause = TitleRatingStatisticsEntity.__table__
_RATINGS: FromClause = RatingEntity.__table__
_COLUMNS = list(_ENTRIES.columns)
_PERSON = bindparam("user_id", type_=Uuid())
_NOT_INSERTED = ("title_id",)
_NOT_CHANGED = ("user_id", "id", "title_id", "created_at", "updated_at")

SORTS: Mapping[str, SortColumn] = {
    "created_at": SortColumn(_ENTRIES.c.created_at, datetime),
    "updated_at": SortColumn(_ENTRIES.c.updated_at, datetime),
    "title": SortColumn(_TITLES.c.title_sort, str),
    "release_date": SortColumn(
        func.coalesce(_TITLES.c.release_date, literal_column("'infinity'::date", Date())),
        date,
        func.coalesce(_TITLES.c.release_date, literal_column("'-infinity'::date", Date())),
    ),
    "average_rating": SortColumn(
        func.coalesce(_RATING_STATISTICS.c.average, literal_column("99", Numeric())),
        Decimal,
        func.coalesce(_RATING_STATISTICS.c.average, literal_column("-1", Numeric())),
    ),
}

_INDEXED = ("created_at", "updated_at")
"""Sorts that have an index of a person's entries in the same order."""


def _shown(entries: FromClause, titles: FromClause = _TITLES) -> Select[Any]:
    """Select the columns of `WatchEntry`."""
    # Not a join: PostgreSQL would read all ratings of the person for it, whatever the page needs of them.
    own_rating = (
        select(cast(_RATINGS.c.half_steps, Double()) * literal_column("0.5"))
        .where(_RATINGS.c.user_id == _PERSON, _RATINGS.c.title_id == entries.c.title_id)
        .scalar_subquery()
    )
    return (
        select(
            entries.c.id,
            entries.c.created_at,
            entries.c.updated_at,
            entries.c.user_id,
            entries.c.status,
            entries.c.notes,
            entries.c.completed_at,
            entries.c.title_id.label("title__id"),
            titles.c.media_type.label("title__media_type"),
            titles.c.title.label("title__title"),
            titles.c.release_date.label("title__release_date"),
            titles.c.poster_url.label("title__poster_url"),
            cast(_RATING_STATISTICS.c.average, Double()).label("title__average_rating"),
            own_rating.label("rating"),
        )
        .select_from(entries)
        .join(titles, titles.c.id == entries.c.title_id)
        .outerjoin(_RATING_STATISTICS, _RATING_STATISTICS.c.title_id == entries.c.title_id)
    )


def _conditions() -> dict[str, ColumnElement[bool]]:
    """Return every condition of the list, by the name of its parameter."""
    has_genre = exists().where(
        TitleGenreEntity.title_id == _TITLES.c.id, TitleGenreEntity.genre_id == bindparam("genre_id", type_=Uuid())
    )
    return {
        "statuses": _ENTRIES.c.status == func.any(bindparam("statuses", type_=ARRAY(String()))),
        "media_type": _TITLES.c.media_type == bindparam("media_type", type_=String()),
        "genre_id": has_genre,
        "matches": matches(),
    }


def _owned() -> ColumnElement[bool]:
    return _ENTRIES.c.user_id == _PERSON


def _one() -> tuple[ColumnElement[bool], ...]:
    return _owned(), _ENTRIES.c.id == bindparam("id", type_=Uuid())


@cache
def search(sort: WatchlistSort, conditions: frozenset[str], *, is_continued: bool) -> Statement:
    """Return one page of a person's entries that meet the named conditions."""
    column = column_for(SORTS, sort)
    if not conditions and column_of(sort) in _INDEXED:
        own = select(*_COLUMNS).where(_owned())
        page = bounded(keyset_page(own, column, _ENTRIES.c.id, sort, is_continued=is_continued), "page")
        # Other columns are looked up for the entries of the page: joined before the limit, PostgreSQL prepares to
        # memoize the titles of all entries of the person.
        return Statement(with_limit(_shown(page), page, sort))
    known = _conditions()
    entries = _shown(_ENTRIES).where(_owned(), *(known[name] for name in sorted(conditions)))
    return Statement(keyset_page(entries, column, _ENTRIES.c.id, sort, is_continued=is_continued))


@cache
def count(conditions: frozenset[str]) -> Statement:
    """Return how many entries of a person meet the named conditions."""
    known = _conditions()
    entries = _shown(_ENTRIES).where(_owned(), *(known[name] for name in sorted(conditions)))
    return Statement(entries.with_only_columns(func.count()))


def _insert() -> Statement:
    """Lock the title until the transaction ends, so that it can't be deleted under the new entry."""
    title = (
        select(_TITLES.c.id, _TITLES.c.media_type, _TITLES.c.title, _TITLES.c.release_date, _TITLES.c.poster_url)
        .where(
            _TITLES.c.id == bindparam("title_id", type_=Uuid()),
            _TITLES.c.is_active,
            or_(_TITLES.c.owner_id.is_(None), _TITLES.c.owner_id == _PERSON),
        )
        .with_for_update(read=True, key_share=True)
        .cte("title")
    )
    values = [
        title.c.id if column.name in _NOT_INSERTED else bindparam(column.name, type_=column.type) for column in _COLUMNS
    ]
    names = [column.name for column in _COLUMNS]
    added = insert(WatchEntryEntity).from_select(names, select(*values).select_from(title)).returning(*_COLUMNS)
    return Statement(_shown(added.cte("added"), title))


def _update() -> Statement:
    changes = {
        column.name: bindparam(column.name, type_=column.type) for column in _COLUMNS if column.name not in _NOT_CHANGED
    }
    changed = (
        update(WatchEntryEntity)
        .where(*_one())
        .values(changes | {"updated_at": later_than(_ENTRIES.c.updated_at)})
        .returning(*_COLUMNS)
    )
    return Statement(_shown(changed.cte("changed")))


BY_ID = Statement(_shown(_ENTRIES).where(*_one()))
BY_IDS = Statement(_shown(_ENTRIES).where(_owned(), _ENTRIES.c.id == func.any(bindparam("ids", type_=ARRAY(Uuid())))))
BY_ID_LOCKED = Statement(select(*_COLUMNS).where(*_one()).with_for_update())
INSERT = _insert()
UPDATE = _update()
DELETE = Statement(delete(WatchEntryEntity).where(*_one()))
EXISTING = Statement(
    existing("watch_entry", _ENTRIES.c.id, _owned(), _ENTRIES.c.title_id == bindparam("title_id", type_=Uuid()))
)
