"""Statements of the search of the catalogue: one per shape, compiled once.

The ids of a page are selected first, from an index wherever the order has one; titles are read for those only.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
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
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from watchkeeper.foundation.core.pagination import column_of
from watchkeeper.foundation.postgres.keyset import SortColumn, keyset_page, order_of, with_limit, with_one_plan
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.title_entity import (
    PersonalTitleIdEntity,
    TitleEntity,
    TitleExternalIdEntity,
    TitleGenreEntity,
    TitlePlatformEntity,
)
from watchkeeper.models.entities.feedback.title_rating_statistics_entity import TitleRatingStatisticsEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.catalogue.visibility import VisibilityFilter
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.repositories.catalogue.adapters.title_facet_statements import facets_among
from watchkeeper.repositories.catalogue.adapters.title_mapper import (
    IS_OWN,
    IS_PUBLIC,
    finished_titles,
    suggested_titles,
)
from watchkeeper.repositories.catalogue.adapters.title_merge_statements import survivors_of
from watchkeeper.repositories.catalogue.adapters.title_relevance import LENGTH, Narrow, matches, relevant_page

_SHAPES_CACHED = 1000
_RELEVANCE = "relevance"
_PLAIN = frozenset({"is_active", "media_type", "public", "own"})
_SCOPES = ("public", "own", "personal")

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
_LEAST_AVERAGE = bindparam("min_rating", type_=Numeric)
_BEGINNINGS: Mapping[str, ColumnElement[bool]] = {
    "average_rating": _average_first >= _LEAST_AVERAGE,
    "ratings_count": TitleRatingStatisticsEntity.ratings_count > literal_column("0"),
}
"""Where an ascending order begins with the filter `min_rating`: what comes before has no such average."""

_keys = func.unnest(*(bindparam(name, type_=ARRAY(Text)) for name in ("sources", "media_types", "external_ids")))
_key = _keys.table_valued("source", "media_type", "external_id").render_derived()


# As an array that is made first: a title is then found by its id, whatever the order of the list.
def _with_external_ids(ids: type[TitleExternalIdEntity | PersonalTitleIdEntity]) -> ColumnElement[bool]:
    keys = tuple_(ids.source, ids.media_type, ids.external_id)
    titles = select(ids.title_id).where(keys == tuple_(_key.c.source, _key.c.media_type, _key.c.external_id))
    return TitleEntity.id == func.any(func.array(titles.scalar_subquery()))


_FILTERS: Mapping[str, ColumnElement[bool]] = {
    "matches": matches(),
    "media_type": TitleEntity.media_type == bindparam("media_type", type_=Text),
    "ids": TitleEntity.id == func.any(survivors_of("ids")),
    "external_ids": _with_external_ids(TitleExternalIdEntity),
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
    "min_rating": _average_last >= _LEAST_AVERAGE,
    "without_statuses": ~select(WatchEntryEntity)
    .where(
        WatchEntryEntity.user_id == bindparam("viewer_id", type_=Uuid),
        WatchEntryEntity.title_id == TitleEntity.id,
        WatchEntryEntity.status == func.any(bindparam("without_statuses", type_=ARRAY(Text))),
    )
    .exists(),
    "is_active": TitleEntity.is_active == bindparam("is_active", type_=Boolean),
    "unconfirmed": TitleEntity.__table__.c.is_unconfirmed,
    "public": IS_PUBLIC,
    "own": IS_OWN,
    "personal": TitleEntity.owner_id.is_not(None),
}
_VISIBLE: Mapping[VisibilityFilter | None, frozenset[str]] = {
    None: frozenset({"public"}),
    VisibilityFilter.PUBLIC: frozenset({"public"}),
    VisibilityFilter.PERSONAL: frozenset({"personal"}),
    VisibilityFilter.UNCONFIRMED: frozenset({"public", "unconfirmed"}),
    VisibilityFilter.ALL: frozenset({"public", "personal"}),
}


_WITH_PERSONAL_IDS = _with_external_ids(PersonalTitleIdEntity)


def visibility_conditions(filters: TitleFilter) -> frozenset[str]:
    """Return the names of the conditions on who may see a title; of several scopes a title meets one."""
    return _VISIBLE[filters.visibility] | ({"own"} if filters.with_own else frozenset())


def filter_values(filters: TitleFilter) -> dict[str, Any]:
    """Return the values of the filters that are set, by the names of the filters."""
    values: dict[str, Any] = {
        "matches": filters.query,
        "media_type": filters.media_type,
        "ids": filters.ids or None,
        "genre_ids": filters.genre_ids or None,
        "platform_ids": filters.platform_ids or None,
        "released_from": None if filters.year_from is None else date(max(filters.year_from, 1), 1, 1),
        "released_until": None if filters.year_to is None else date(max(filters.year_to, 1), 12, 31),
        "min_rating": None if filters.min_rating is None else Decimal(str(filters.min_rating)),
        "without_statuses": filters.without_statuses or None,
        "is_active": filters.is_active,
    }
    given = {name: value for name, value in values.items() if value is not None}
    return given | (_external_id_values(filters) if filters.external_ids else {})


def conditions_of(values: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the filters that have a value."""
    return frozenset(_FILTERS.keys() & values)


def _external_id_values(filters: TitleFilter) -> dict[str, Any]:
    """Return the key columns of all titles that may have the ids: sources number some media types apart."""
    media_types = list(MediaType) if filters.media_type is None else [filters.media_type]
    keys = [(source, media_type, id_) for source, id_ in filters.external_ids for media_type in media_types]
    sources, kinds, ids = zip(*keys, strict=True)
    return {"external_ids": ids, "sources": sources, "media_types": kinds}


@lru_cache(_SHAPES_CACHED)
def page_statement(
    sort: TitleSort, filters: frozenset[str], *, is_continued: bool, for_viewer: bool = False, is_small: bool = False
) -> Statement:
    """Return the statement of one page of finished titles with `id` and `sort_key`, one more than the limit.

    A page that `is_small` has suggestions.
    """
    page = _ids(sort, filters, is_continued=is_continued).cte("page")
    titles = (suggested_titles if is_small else finished_titles)(among=page, for_viewer=for_viewer)
    return Statement(titles.add_columns(page.c.sort_key).order_by(*order_of(page, sort)))


@lru_cache(_SHAPES_CACHED)
def count_statement(filters: frozenset[str]) -> Statement:
    """Return the statement that counts the titles that match."""
    return Statement(_found([func.count()], filters))


@lru_cache(_SHAPES_CACHED)
def facets_statement(filters: frozenset[str]) -> Statement:
    """Return the statement of the numbers of titles that match: `kind` (media_type, year, genre, platform), `id`,
    `name`, `count`."""
    columns = [TitleEntity.id, TitleEntity.media_type, TitleEntity.release_date]
    return Statement(facets_among(_found(columns, filters).cte("found").prefix_with("MATERIALIZED")))


def _found(columns: list[Any], filters: frozenset[str]) -> Select[Any]:
    others = filters - frozenset(_SCOPES) - {"external_ids"}
    by_scope = (_conditions_of(filters & {"external_ids"} | {name}) for name in _scopes_of(filters))
    scopes = or_(*(and_(*conditions) for conditions in by_scope))
    return _filtered(select(*columns), others, with_rating_statistics=False).where(scopes)


def _scopes_of(filters: frozenset[str]) -> list[str]:
    """Return the scopes that are named, public titles where none is."""
    return [name for name in _SCOPES if name in filters] or ["public"]


def _ids(sort: TitleSort, filters: frozenset[str], *, is_continued: bool) -> Select[Any]:
    """Return the page: of one scope, or of several, each read from an index of its own."""
    others = filters - frozenset(_SCOPES)
    first, *more = [others | {name} for name in _scopes_of(filters)]
    if column_of(sort) == _RELEVANCE:  # needs a query
        return relevant_page(
            _narrowed(first - {"matches", "media_type"}),
            _narrowed(first - {"matches"}),
            _narrowed(more[0] - {"matches"}) if more else None,
            with_articles=first <= _PLAIN | {"matches"},
            is_descending=sort.value.startswith("-"),
            is_continued=is_continued,
        )
    page = _ids_of_scope(sort, first, is_continued=is_continued)
    if not more:
        return page
    pages = [page, *(_ids_of_scope(sort, filters, is_continued=is_continued) for filters in more)]
    rows = union_all(*(select(one.subquery()) for one in pages)).subquery("scopes")
    return with_limit(select(rows), rows, sort)


def _ids_of_scope(sort: TitleSort, filters: frozenset[str], *, is_continued: bool) -> Select[Any]:
    column = column_of(sort)
    has_rating_statistics = column in _RATING_STATISTICS
    tie = TitleRatingStatisticsEntity.title_id if has_rating_statistics else TitleEntity.id
    ids = _filtered(select(tie.label("id")), filters, with_rating_statistics=has_rating_statistics)
    if "min_rating" in filters and sort.value in _BEGINNINGS:
        ids = ids.where(_BEGINNINGS[sort.value])
    rows = keyset_page(ids, SORTS[column], tie, sort, is_continued=is_continued)
    return with_one_plan(rows, sort) if filters <= _PLAIN else rows


def _narrowed(filters: frozenset[str]) -> Narrow:
    return partial(_filtered, filters=filters, with_rating_statistics=False)


def _filtered(statement: Select[Any], filters: frozenset[str], *, with_rating_statistics: bool) -> Select[Any]:
    statement = statement.select_from(TitleEntity)
    if with_rating_statistics or "min_rating" in filters:
        statement = statement.join(TitleRatingStatisticsEntity, TitleRatingStatisticsEntity.title_id == TitleEntity.id)
        if "public" in filters:  # as the indexes of the statistics have it
            statement = statement.where(TitleRatingStatisticsEntity.is_public)
        if with_rating_statistics and "matches" not in filters:  # then no index of titles is asked
            filters -= {"public"}
    return statement.where(*_conditions_of(filters))


def _conditions_of(filters: frozenset[str]) -> list[ColumnElement[bool]]:
    """Return the conditions of one scope. Ids of personal titles lie in a table of their own."""
    conditions = dict(_FILTERS)
    if not filters.isdisjoint({"own", "personal"}):
        conditions["external_ids"] = _WITH_PERSONAL_IDS
    return [conditions[name] for name in sorted(filters)]
