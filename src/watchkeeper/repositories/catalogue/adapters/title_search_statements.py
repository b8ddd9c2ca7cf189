"""Statements of the search of the catalogue: one per shape, compiled once.

The ids of a page are selected first, from an index wherever the order has one; titles are read for those only.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Date,
    Numeric,
    Select,
    Text,
    Uuid,
    bindparam,
    func,
    literal_column,
    select,
)

from watchkeeper.foundation.core.pagination import column_of
from watchkeeper.foundation.core.text import search_words, sort_key
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page, order_of, with_one_plan
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.title_entity import TitleEntity, TitleGenreEntity, TitlePlatformEntity
from watchkeeper.models.entities.title_rating_statistics_entity import TitleRatingStatisticsEntity
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.models.types.title_filter import TitleFilter
from watchkeeper.repositories.catalogue.adapters.title_mapper import finished_titles
from watchkeeper.repositories.catalogue.adapters.title_relevance import relevant_page
from watchkeeper.repositories.catalogue.adapters.title_tiers import LENGTH, MATCHES, TermFrequency
from watchkeeper.repositories.catalogue.title_query import QUERIES_CACHED, prefix_terms, title_query, whole_terms

_SHAPES_CACHED = 1000
_RELEVANCE = "relevance"
_SELECTIVE = 4
"""Letters of a selective word, one that few titles have; words with a digit are selective too. Beside one, shorter
words are only filtered in the titles found: a tenth of all titles may have a word that begins with 'th', and the index
would read all of them."""
_PLAIN = frozenset({"is_active", "media_type"})
_SELECTIVE_FREQUENCY = _PLAIN | {"terms"}

_average_first = literal_column("coalesce(title_figures.average, 99)", Numeric())
_average_last = literal_column("coalesce(title_figures.average, -1)", Numeric())
_weighted_first = literal_column("coalesce(title_figures.weighted, 99)", Numeric())
_weighted_last = literal_column("coalesce(title_figures.weighted, -1)", Numeric())
_date_first = literal_column("coalesce(titles.release_date, 'infinity'::date)", Date())
_date_last = literal_column("coalesce(titles.release_date, '-infinity'::date)", Date())
SORTS: Mapping[str, SortColumn] = {
    _RELEVANCE: SortColumn(LENGTH, int),
    "title": SortColumn(TitleEntity.title_sort, str),
    "release_date": SortColumn(_date_first, date, _date_last),
    "created_at": SortColumn(TitleEntity.created_at, datetime),
    "average_rating": SortColumn(_average_first, Decimal, _average_last),
    "weighted_rating": SortColumn(_weighted_first, Decimal, _weighted_last),
    "ratings_count": SortColumn(TitleRatingStatisticsEntity.ratings_count, int),
}
_RATING_STATISTICS = ("average_rating", "weighted_rating", "ratings_count")

_FILTERS: Mapping[str, ColumnElement[bool]] = {
    **MATCHES,
    "media_type": TitleEntity.media_type == bindparam("media_type", type_=Text),
    "genre_ids": select(TitleGenreEntity)
    .where(
        TitleGenreEntity.title_id == TitleEntity.id,
        TitleGenreEntity.genre_id == func.any(bindparam("genre_ids", type_=ARRAY(Uuid))),
    )
    .exists(),
    "platform_ids": select(TitlePlatformEntity)
    .where(
        TitlePlatformEntity.title_id == TitleEntity.id,
        TitlePlatformEntity.platform_id == func.any(bindparam("platform_ids", type_=ARRAY(Uuid))),
    )
    .exists(),
    "released_from": TitleEntity.release_date >= bindparam("released_from", type_=Date),
    "released_until": TitleEntity.release_date <= bindparam("released_until", type_=Date),
    "min_rating": _average_last >= bindparam("min_rating", type_=Numeric),
    "is_active": TitleEntity.is_active == bindparam("is_active", type_=Boolean),
}


def filter_values(filters: TitleFilter) -> dict[str, Any]:
    """Return the values of the filters that are set, by the names of the filters."""
    values: dict[str, Any] = {
        "media_type": filters.media_type,
        "genre_ids": filters.genre_ids or None,
        "platform_ids": filters.platform_ids or None,
        "released_from": None if filters.year_from is None else date(max(filters.year_from, 1), 1, 1),
        "released_until": None if filters.year_to is None else date(max(filters.year_to, 1), 12, 31),
        "min_rating": None if filters.min_rating is None else Decimal(str(filters.min_rating)),
        "is_active": filters.is_active,
    }
    if filters.query is not None:
        values |= title_query(filters.query)
    return {name: value for name, value in values.items() if value is not None}


def relevance_values(filters: TitleFilter) -> Mapping[str, Any]:
    """Return the parameters of relevance, and `index_terms`: the words whose beginnings are looked up in the index,
    which are the selective ones."""
    return _relevance_parameters(filters.query or "")


@lru_cache(QUERIES_CACHED)
def _relevance_parameters(query: str) -> Mapping[str, Any]:
    words = search_words(query)
    selective = [word for word in words if len(word) >= _SELECTIVE or word.isdecimal()] or words
    return {
        "exact": sort_key(query),
        "words": words,
        "first_word": next(iter(words), ""),
        "whole_words": whole_terms(words),
        "selective": selective,
        "index_terms": prefix_terms(selective),
    }


def is_estimated_by_terms(filters: frozenset[str]) -> bool:
    """Return whether the term frequency decides the plan of a page: no other filter narrows it much."""
    return "terms" in filters and filters <= _SELECTIVE_FREQUENCY


@lru_cache(_SHAPES_CACHED)
def page_statement(
    sort: TitleSort,
    filters: frozenset[str],
    *,
    is_continued: bool,
    for_viewer: bool = False,
    frequency: TermFrequency = TermFrequency.UNKNOWN,
) -> Statement:
    """Return the statement of one page of finished titles with `id` and `sort_key`, one more than the limit.

    `frequency` is that of the words where it `is_estimated_by_terms`; for other orders it is unknown or rare.
    """
    page = _ids(sort, filters, frequency, is_continued=is_continued).cte("page")
    titles = finished_titles(among=page, for_viewer=for_viewer)
    return Statement(titles.add_columns(page.c.sort_key).order_by(*order_of(page, sort)))


@lru_cache(_SHAPES_CACHED)
def count_statement(filters: frozenset[str]) -> Statement:
    """Return the statement that counts the titles that match."""
    return Statement(_filtered(select(func.count()), filters, with_rating_statistics=False))


def _ids(sort: TitleSort, filters: frozenset[str], frequency: TermFrequency, *, is_continued: bool) -> Select[Any]:
    column = column_of(sort)
    if column == _RELEVANCE:
        match = min(filters & MATCHES.keys())  # exactly one: relevance needs a query, and a query is one of the two
        titles = _filtered(select(TitleEntity.id.label("id")), filters - {match}, with_rating_statistics=False)
        is_descending = sort.value.startswith("-")
        return relevant_page(titles, match, frequency, is_descending=is_descending, is_continued=is_continued)
    has_rating_statistics = column in _RATING_STATISTICS
    tie = TitleRatingStatisticsEntity.title_id if has_rating_statistics else TitleEntity.id
    ids = _filtered(select(tie.label("id")), filters, with_rating_statistics=has_rating_statistics)
    if frequency is TermFrequency.RARE_WORDS:
        return _sorted_matches(ids, sort, is_continued=is_continued)
    rows = keyset_page(ids, SORTS[column], tie, sort, is_continued=is_continued)
    return with_one_plan(rows, sort) if filters <= _PLAIN else rows


def _sorted_matches(ids: Select[Any], sort: TitleSort, *, is_continued: bool) -> Select[Any]:
    """Return a page of few ids, all of which are found first. PostgreSQL would otherwise read in the order and expect
    to fill a page soon: 131 ms among a million titles, one in 400 of which has the word."""
    column = column_for(SORTS, sort)
    key = column.directed(is_descending=sort.value.startswith("-"))
    matches = ids.add_columns(key.label("key")).cte("matches").prefix_with("MATERIALIZED")
    order = SortColumn(matches.c.key, column.type_)
    return keyset_page(select(matches.c.id), order, matches.c.id, sort, is_continued=is_continued)


def _filtered(statement: Select[Any], filters: frozenset[str], *, with_rating_statistics: bool) -> Select[Any]:
    statement = statement.select_from(TitleEntity).where(*(_FILTERS[name] for name in sorted(filters)))
    if with_rating_statistics or "min_rating" in filters:
        statement = statement.join(TitleRatingStatisticsEntity, TitleRatingStatisticsEntity.title_id == TitleEntity.id)
    return statement
