"""Statements of the list of a watchlist and of its counts. Every one is restricted to one person."""

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
    Integer,
    ScalarSelect,
    Select,
    SmallInteger,
    String,
    Text,
    Uuid,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    union_all,
)

from watchkeeper.foundation.core.pagination import column_of
from watchkeeper.foundation.core.text import case_key
from watchkeeper.foundation.postgres.keyset import (
    SortColumn,
    bounded,
    column_for,
    keyset_page,
    unknown_last,
    with_limit,
)
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.title_entity import (
    PersonalTitleIdEntity,
    TitleEntity,
    TitleExternalIdEntity,
    TitleGenreEntity,
)
from watchkeeper.models.entities.episodes.episode_entity import EpisodeEntity
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.title_rating_statistics_entity import TitleRatingStatisticsEntity
from watchkeeper.models.entities.lists.mark_entity import MarkEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.hidden_place import HiddenPlace
from watchkeeper.models.types.episodes.episode_state import EpisodeState
from watchkeeper.models.types.feedback.rating import half_steps_of
from watchkeeper.models.types.lists.mark import MarkKind
from watchkeeper.models.types.sorts import WatchlistSort
from watchkeeper.models.types.watchlist.tag import TagMode
from watchkeeper.models.types.watchlist.watch_entry import WatchlistFilter
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.catalogue.adapters.title_merge_statements import survivors_of
from watchkeeper.repositories.catalogue.adapters.title_relevance import matches
from watchkeeper.repositories.watchlist.adapters.tag_conditions import has_tags
from watchkeeper.repositories.watchlist.adapters.viewing_columns import finished_sorted_at
from watchkeeper.repositories.watchlist.adapters.watch_entry_statements import PERSON, owned, shown_entries

_ENTRIES: FromClause = WatchEntryEntity.__table__
_TITLES: FromClause = TitleEntity.__table__
_RATING_STATISTICS: FromClause = TitleRatingStatisticsEntity.__table__
_RATINGS: FromClause = RatingEntity.__table__


def _titles_with(parameter: str) -> ScalarSelect[Any]:
    """Select the titles with any of the external ids of a parameter, which are texts such as `tmdb:603`."""
    reference = func.unnest(bindparam(parameter, type_=ARRAY(Text()))).column_valued("reference")
    colon = literal_column("':'", Text())
    external_id = func.substr(reference, func.strpos(reference, colon) + literal_column("1"))
    media_types = [literal_column(f"'{one}'", Text()) for one in MediaType]
    public, personal = (
        select(ids.title_id).where(
            ids.source == func.split_part(reference, colon, literal_column("1")),
            ids.external_id == external_id,
            ids.media_type.in_(media_types),
        )
        for ids in (TitleExternalIdEntity, PersonalTitleIdEntity)
    )
    own = personal.where(PersonalTitleIdEntity.owner_id == PERSON)
    return union_all(public, own).scalar_subquery()


SORTS: Mapping[str, SortColumn] = {
    "created_at": SortColumn(_ENTRIES.c.created_at, datetime),
    "updated_at": SortColumn(_ENTRIES.c.updated_at, datetime),
    "completed_at": unknown_last(
        func.coalesce(finished_sorted_at(_ENTRIES), _ENTRIES.c.completed_at),
        datetime,
        "'9999-12-31 00:00:00+00'::timestamptz",
        "'0001-01-02 00:00:00+00'::timestamptz",
    ),
    # Not the plain column: PostgreSQL would scan its index over the whole catalogue to find a person's entries.
    "title": SortColumn(_TITLES.c.title_sort.concat(literal_column("''", Text())), str),
    "release_date": unknown_last(_TITLES.c.release_date, date, "'infinity'::date", "'-infinity'::date"),
    "runtime_minutes": unknown_last(_TITLES.c.runtime_minutes, int, "1000000", "-1"),
    "average_rating": unknown_last(_RATING_STATISTICS.c.average, Decimal, "99", "-1"),
    "rating": unknown_last(_RATINGS.c.half_steps, int, "99", "-1"),
}

_INDEXED = ("created_at", "updated_at")
"""Sorts that have an index of a person's entries in the same order."""

_IS_FAVORITE = exists().where(
    MarkEntity.user_id == PERSON,
    MarkEntity.mark == literal_column(f"'{MarkKind.FAVORITE}'", String()),
    MarkEntity.title_id == _ENTRIES.c.title_id,
)
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "statuses": _ENTRIES.c.status == func.any(bindparam("statuses", type_=ARRAY(String()))),
    "title_ids": _ENTRIES.c.title_id == func.any(survivors_of("title_ids")),
    "external_references": _ENTRIES.c.title_id == func.any(func.array(_titles_with("external_references"))),
    "genre_ids": exists().where(
        TitleGenreEntity.title_id == _ENTRIES.c.title_id,
        TitleGenreEntity.genre_id == func.any(bindparam("genre_ids", type_=ARRAY(Uuid()))),
    ),
    "media_type": _TITLES.c.media_type == bindparam("media_type", type_=String()),
    "released_from": _TITLES.c.release_date >= bindparam("released_from", type_=Date()),
    "released_until": _TITLES.c.release_date <= bindparam("released_until", type_=Date()),
    "runtime_to": _TITLES.c.runtime_minutes <= bindparam("runtime_to", type_=Integer()),
    "half_steps_from": _RATINGS.c.half_steps >= bindparam("half_steps_from", type_=SmallInteger()),
    "half_steps_to": _RATINGS.c.half_steps <= bindparam("half_steps_to", type_=SmallInteger()),
    "is_favorite": _IS_FAVORITE,
    "tags": has_tags(_ENTRIES, "&&", "tags"),
    "all_tags": has_tags(_ENTRIES, "@>", "all_tags"),
    "is_no_favorite": ~_IS_FAVORITE,
    "has_notes": _ENTRIES.c.notes.is_not(None),
    "has_no_notes": _ENTRIES.c.notes.is_(None),
    "matches": matches(),
}
_OF_TITLES = frozenset(
    {
        "media_type",
        "released_from",
        "released_until",
        "runtime_to",
        "matches",
        "title",
        "release_date",
        "runtime_minutes",
    }
)
_OF_RATINGS = frozenset({"half_steps_from", "half_steps_to", "rating"})
_OF_STATISTICS = frozenset({"average_rating"})
"""Conditions and sorts by the table that they need besides the entries."""


def filter_values(filters: WatchlistFilter) -> dict[str, Any]:
    """Return the parameters of the conditions that are set, by the names of the conditions."""
    values: dict[str, Any] = {
        "statuses": filters.statuses or None,
        "media_type": filters.media_type,
        "genre_ids": filters.genre_ids or None,
        "title_ids": filters.title_ids or None,
        "external_references": [f"{source}:{id_}" for source, id_ in filters.external_ids] or None,
        "released_from": None if filters.year_from is None else date(max(filters.year_from, 1), 1, 1),
        "released_until": None if filters.year_to is None else date(max(filters.year_to, 1), 12, 31),
        "runtime_to": filters.runtime_to,
        "is_favorite": filters.is_favorite or None,
        **_tag_values(filters),
        "is_no_favorite": filters.is_favorite is False or None,
        "has_notes": filters.has_notes or None,
        "has_no_notes": filters.has_notes is False or None,
        "half_steps_from": None if filters.rating_from is None else half_steps_of(filters.rating_from),
        "half_steps_to": None if filters.rating_to is None else half_steps_of(filters.rating_to),
        "matches": filters.q,
    }
    return {name: value for name, value in values.items() if value is not None}


def _tag_values(filters: WatchlistFilter) -> dict[str, Any]:
    keys = list(map(case_key, filters.tags)) or None
    return {"tags": keys} if filters.tag_mode is TagMode.ANY else {"all_tags": keys}


def _entries(columns: list[Any], conditions: frozenset[str], sort: str | None = None) -> Select[Any]:
    """Select of a person's entries that meet the named conditions, joined only with what conditions and sort need."""
    needed = conditions | {sort}
    rows: FromClause = _ENTRIES
    if needed & _OF_TITLES:
        rows = rows.join(_TITLES, _TITLES.c.id == _ENTRIES.c.title_id)
    if needed & _OF_STATISTICS:
        rows = rows.outerjoin(_RATING_STATISTICS, _RATING_STATISTICS.c.title_id == _ENTRIES.c.title_id)
    if needed & _OF_RATINGS:
        is_own = (_RATINGS.c.user_id == PERSON) & (_RATINGS.c.title_id == _ENTRIES.c.title_id)
        rows = rows.outerjoin(_RATINGS, is_own)
    return select(*columns).select_from(rows).where(owned(), *(_CONDITIONS[name] for name in sorted(conditions)))


def _without_episodes() -> Statement:
    """Return entries that are being watched and have no next episode, as none is known."""
    is_known = exists().where(
        EpisodeEntity.title_id == _ENTRIES.c.title_id,
        EpisodeEntity.season > literal_column("0", Integer()),
        EpisodeEntity.state == literal_column(f"'{EpisodeState.CURRENT}'", String()),
    )
    found = (
        select(*_ENTRIES.columns)
        .where(
            owned(),
            _ENTRIES.c.status == literal_column(f"'{WatchStatus.WATCHING}'", String()),
            literal_column(f"'{HiddenPlace.NEXT_UP}'", String()) != func.all(_ENTRIES.c.hidden_from),
            ~is_known,
        )
        .order_by(_ENTRIES.c.updated_at.desc(), _ENTRIES.c.id.desc())
        .limit(bindparam("most", type_=Integer()))
        .subquery("found")
    )
    return Statement(shown_entries(found).order_by(found.c.updated_at.desc(), found.c.id.desc()))


@cache
def search(sort: WatchlistSort, conditions: frozenset[str], *, is_continued: bool) -> Statement:
    """Return one page of a person's entries that meet the named conditions.

    Other columns are looked up for the entries of the page: joined before the limit, PostgreSQL would look them up for
    all entries of the person.
    """
    column = column_for(SORTS, sort)
    own = _entries(list(_ENTRIES.columns), conditions, column_of(sort))
    rows = keyset_page(own, column, _ENTRIES.c.id, sort, is_continued=is_continued)
    if not conditions and column_of(sort) in _INDEXED:
        page = bounded(rows, "page")
        return Statement(with_limit(shown_entries(page), page, sort))  # the key is a member, and not sent twice
    page = rows.subquery("page")
    return Statement(with_limit(shown_entries(page).add_columns(page.c.sort_key), page, sort))


@cache
def count(conditions: frozenset[str]) -> Statement:
    """Return how many entries of a person meet the named conditions."""
    return Statement(_entries([func.count()], conditions))


@cache
def counts(conditions: frozenset[str]) -> Statement:
    """Return the numbers of a person's entries that meet the named conditions: `kind`, `id`, `name`, `count`.

    `kind` is status, media_type or genre; the most frequent genre comes first.
    """
    columns = [_ENTRIES.c.title_id, _ENTRIES.c.status, _TITLES.c.media_type]
    found = _entries(columns, conditions, "media_type").cte("found").prefix_with("MATERIALIZED")
    number = func.count().label("count")
    no_id = literal_column("NULL::uuid", Uuid()).label("id")
    by_value = [
        select(literal_column(f"'{name}'", Text()).label("kind"), no_id, found.c[name].label("name"), number).group_by(
            found.c[name]
        )
        for name in ("status", "media_type")
    ]
    by_genre = (
        select(literal_column("'genre'", Text()).label("kind"), GenreEntity.id, GenreEntity.name, number)
        .join_from(found, TitleGenreEntity, TitleGenreEntity.title_id == found.c.title_id)
        .join(GenreEntity, GenreEntity.id == TitleGenreEntity.genre_id)
        .group_by(GenreEntity.id)
        .order_by(number.desc(), GenreEntity.name_sort)
    )
    return Statement(union_all(*by_value, by_genre.subquery("by_genre").select()))


WITHOUT_EPISODES = _without_episodes()
