"""Statements of plays. Every one is restricted to one person."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Double,
    FromClause,
    Integer,
    Select,
    String,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    delete,
    exists,
    false,
    func,
    insert,
    literal_column,
    select,
    update,
)

from watchkeeper.foundation.core.text import case_key
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page, with_limit
from watchkeeper.foundation.postgres.row_image import row_image
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.episodes.episode_entity import EpisodeEntity
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.types.episodes.episode_kind import EpisodeKind
from watchkeeper.models.types.sorts import PlaySort
from watchkeeper.models.types.watchlist.play import PlayFilter
from watchkeeper.repositories.catalogue.adapters.title_merge_statements import survivors_of
from watchkeeper.repositories.watchlist.adapters.play_operation_statements import with_operation
from watchkeeper.repositories.watchlist.adapters.tag_conditions import has_tags, is_tagged, shown_tags
from watchkeeper.repositories.watchlist.adapters.watching_statements import (
    unchanged_entry_status_update,
    viewing_end_update,
)

_PLAYS: FromClause = PlayEntity.__table__
_TITLES: FromClause = TitleEntity.__table__
_EPISODES: FromClause = EpisodeEntity.__table__
_COLUMNS = list(_PLAYS.columns)
_NOT_CHANGED = ("user_id", "id", "title_id", "created_at", "updated_at", "source", "source_key", "moves_status")
_OWNED = _PLAYS.c.user_id == bindparam("user_id", type_=Uuid())
_ONE = (_OWNED, _PLAYS.c.id == bindparam("id", type_=Uuid()))


def _text(value: str) -> ColumnElement[str]:
    return literal_column(f"'{value}'", Text())


def shown_plays(plays: FromClause) -> Select[Any]:
    """Select the columns of `Play`. The episode is JSON: it may be unknown to the catalogue, or none."""
    season = func.coalesce(_EPISODES.c.season, plays.c.season)
    kinds = (season == literal_column("0"), _text(EpisodeKind.SPECIAL)), _text(EpisodeKind.REGULAR)
    episode = func.json_build_object(
        _text("id"), _EPISODES.c.id,
        _text("season"), season,
        _text("number"), func.coalesce(_EPISODES.c.number, plays.c.number),
        _text("absolute_number"), _EPISODES.c.absolute_number,
        _text("kind"), func.coalesce(_EPISODES.c.kind, case(kinds[0], else_=kinds[1])),
        _text("title"), _EPISODES.c.title,
        _text("state"), _EPISODES.c.state,
    )  # fmt: skip
    is_day = plays.c.precision.in_([_text("instant"), _text("day")])
    return (
        select(
            plays.c.id,
            plays.c.created_at,
            plays.c.updated_at,
            plays.c.title_id.label("title__id"),
            _TITLES.c.media_type.label("title__media_type"),
            _TITLES.c.title.label("title__title"),
            _TITLES.c.release_date.label("title__release_date"),
            _TITLES.c.poster_url.label("title__poster_url"),
            case((plays.c.season.is_not(None), cast(episode, Text()))).label("episode"),
            plays.c.viewing,
            plays.c.watched_on,
            plays.c.precision,
            case((is_day, plays.c.first_day)).label("local_date"),
            (cast(plays.c.half_steps, Double()) * literal_column("0.5")).label("score"),
            plays.c.original_value,
            plays.c.original_scale,
            plays.c.note,
            plays.c.place,
            case((is_tagged(plays), shown_tags(plays))).label("tags"),
            plays.c.source,
            plays.c.source_key,
        )
        .select_from(plays)
        .join(_TITLES, _TITLES.c.id == plays.c.title_id)
        .outerjoin(_EPISODES, _EPISODES.c.id == plays.c.episode_id)
    )


SORTS: Mapping[str, SortColumn] = {
    "watched_on": SortColumn(
        func.coalesce(
            func.nullif(_PLAYS.c.sorted_at, literal_column("'-infinity'", DateTime(timezone=True))),
            literal_column("'infinity'", DateTime(timezone=True)),
        ),
        datetime,
        _PLAYS.c.sorted_at,
    ),
    "created_at": SortColumn(_PLAYS.c.created_at, datetime),
}
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "title_ids": _PLAYS.c.title_id == func.any(survivors_of("title_ids")),
    "episode_id": _PLAYS.c.episode_id == bindparam("episode_id", type_=Uuid()),
    "season": func.coalesce(_EPISODES.c.season, _PLAYS.c.season) == bindparam("season", type_=Integer()),
    "media_type": _TITLES.c.media_type == bindparam("media_type", type_=String()),
    "from_day": _PLAYS.c.first_day >= bindparam("from_day", type_=Date()),
    "to_day": _PLAYS.c.last_day <= bindparam("to_day", type_=Date()),
    "precisions": _PLAYS.c.precision == func.any(bindparam("precisions", type_=ARRAY(String()))),
    "sources": _PLAYS.c.source == func.any(bindparam("sources", type_=ARRAY(String()))),
    "viewing": _PLAYS.c.viewing == bindparam("viewing", type_=Integer()),
    "tags": has_tags(_PLAYS, "&&", "tags"),
}


def filter_values(filters: PlayFilter) -> dict[str, Any]:
    """Return the parameters of the conditions that are set, by the names of the conditions."""
    values = {
        "title_ids": None if filters.title_id is None else [filters.title_id],
        "episode_id": filters.episode_id,
        "season": filters.season,
        "media_type": filters.media_type,
        "from_day": filters.from_day,
        "to_day": filters.to_day,
        "precisions": filters.precisions or None,
        "sources": filters.sources or None,
        "viewing": filters.viewing,
        "tags": list(map(case_key, filters.tags)) or None,
    }
    return {name: value for name, value in values.items() if value is not None}


def _plays(columns: list[Any], conditions: frozenset[str]) -> Select[Any]:
    rows: FromClause = _PLAYS
    if "media_type" in conditions:
        rows = rows.join(_TITLES, _TITLES.c.id == _PLAYS.c.title_id)
    if "season" in conditions:
        rows = rows.outerjoin(_EPISODES, _EPISODES.c.id == _PLAYS.c.episode_id)
    return select(*columns).select_from(rows).where(_OWNED, *(_CONDITIONS[name] for name in sorted(conditions)))


@cache
def search(sort: PlaySort, conditions: frozenset[str], *, is_continued: bool) -> Statement:
    """Return one page of a person's plays that meet the named conditions."""
    column = column_for(SORTS, sort)
    page = keyset_page(_plays(_COLUMNS, conditions), column, _PLAYS.c.id, sort, is_continued=is_continued)
    rows = page.subquery("page")
    return Statement(with_limit(shown_plays(rows).add_columns(rows.c.sort_key), rows, sort))


@cache
def count(conditions: frozenset[str]) -> Statement:
    """Return how many plays of a person meet the named conditions."""
    return Statement(_plays([func.count()], conditions))


def _insert() -> Statement:
    """Store a play with where it leaves the entry, unless that has changed since it was read, and show it.

    Where it moves the status, that is an operation.
    """
    row = parameters_of(_COLUMNS)
    entry = unchanged_entry_status_update()
    rows = select(*row.values()).select_from(entry)
    added = insert(PlayEntity).from_select([*row], rows).returning(*_COLUMNS).cte("added")
    shown = shown_plays(added).add_cte(viewing_end_update(exists(select(entry.c.id))))
    return Statement(with_operation(shown, entry, added, bindparam("is_moved", type_=Boolean()), is_new=false()))


INSERT = _insert()
BY_ID = Statement(shown_plays(_PLAYS).where(*_ONE))
BY_IDS = Statement(shown_plays(_PLAYS).where(_OWNED, _PLAYS.c.id == func.any(bindparam("ids", type_=ARRAY(Uuid())))))
ENTITY = Statement(select(*_COLUMNS).where(*_ONE))
UPDATE = Statement(
    update(PlayEntity)
    .where(*_ONE)
    .values({one.name: bindparam(one.name, type_=one.type) for one in _COLUMNS if one.name not in _NOT_CHANGED})
    .values(updated_at=later_than(_PLAYS.c.updated_at))
    .returning(select(row_image(PlayEntity)).where(*_ONE).correlate(None).scalar_subquery())
)
DELETE = Statement(delete(PlayEntity).where(*_ONE).returning(row_image(PlayEntity)))
DELETE_OF_TITLE = Statement(
    delete(PlayEntity)
    .where(_OWNED, _PLAYS.c.title_id == bindparam("title_id", type_=Uuid()))
    .returning(_PLAYS.c.id, row_image(PlayEntity))
)
