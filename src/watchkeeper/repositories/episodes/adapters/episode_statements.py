"""Statements that read seasons and episodes of titles that a reader sees."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Integer,
    Numeric,
    Select,
    String,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.episodes.episode_entity import EpisodeEntity, EpisodeExternalIdEntity, SeasonEntity
from watchkeeper.models.types.sorts import EpisodeSort, SeasonSort

_SEASONS: FromClause = SeasonEntity.__table__
_EPISODES: FromClause = EpisodeEntity.__table__
_TITLES: FromClause = TitleEntity.__table__
_NO_IDS = literal_column("'{}'::jsonb", JSONB())
_NOT_SHOWN = ("id", "airs_on", "missing_since", "created_at", "updated_at")
_IS_CURRENT = _EPISODES.c.state == literal_column("'current'", String())

TITLE_ID = bindparam("title_id", type_=Uuid())
_ONE = bindparam("id", type_=Uuid())
_IS_SEEN: ColumnElement[bool] = or_(
    bindparam("sees_all", type_=Boolean()),
    and_(
        _TITLES.c.is_active,
        or_(_TITLES.c.owner_id.is_(None), _TITLES.c.owner_id == bindparam("reader_id", type_=Uuid())),
    ),
)
IS_SEEN_TITLE = Statement(select(exists().where(_TITLES.c.id == TITLE_ID, _IS_SEEN)))

# What is known to the day airs at some time of that day: it has aired when the day is over.
HAS_AIRED: ColumnElement[bool] = func.coalesce(
    case(
        (_EPISODES.c.airs_at.is_not(None), _EPISODES.c.airs_at <= bindparam("now", type_=DateTime(timezone=True))),
        else_=_EPISODES.c.air_date < bindparam("today", type_=Date()),
    ),
    literal_column("false", Boolean()),
)


def _is_of_a_seen_title(rows: FromClause) -> ColumnElement[bool]:
    return exists().where(_TITLES.c.id == rows.c.title_id, _IS_SEEN)


def _seasons() -> Select[Any]:
    """Select the columns of `Season`."""
    counts = (
        select(func.count().label("known"), func.count().filter(HAS_AIRED).label("aired"))
        .where(_EPISODES.c.season_id == _SEASONS.c.id, _IS_CURRENT)
        .lateral("counts")
    )
    return select(
        _SEASONS.c.id,
        _SEASONS.c.created_at,
        _SEASONS.c.updated_at,
        _SEASONS.c.title_id,
        _SEASONS.c.number,
        _SEASONS.c.name,
        _SEASONS.c.overview,
        _SEASONS.c.poster_url,
        _SEASONS.c.air_date,
        counts.c.known.label("episodes_count"),
        counts.c.aired.label("aired_count"),
        cast(_SEASONS.c.external_ids, Text()).label("external_ids"),
    ).select_from(_SEASONS.join(counts, literal_column("true", Boolean())))


def shown_episodes() -> Select[Any]:
    """Select the columns of `Episode`. Of several ids of one source it has the first."""
    ids = EpisodeExternalIdEntity
    in_order = aggregate_order_by(ids.external_id, ids.external_id.desc())  # of one key, the last value stays
    external_ids = (
        select(func.jsonb_object_agg(ids.source, in_order)).where(ids.episode_id == _EPISODES.c.id).scalar_subquery()
    )
    own = [column for column in _EPISODES.columns if column.name not in _NOT_SHOWN]
    stamps = [_EPISODES.c.id, _EPISODES.c.created_at, _EPISODES.c.updated_at]
    return select(*stamps, *own, cast(func.coalesce(external_ids, _NO_IDS), Text()).label("external_ids"))


SEASON_SORTS: Mapping[str, SortColumn] = {"number": SortColumn(_SEASONS.c.number, int)}
EPISODE_SORTS: Mapping[str, SortColumn] = {
    "position": SortColumn(
        cast(_EPISODES.c.season, Numeric()) * literal_column("1000000", Numeric()) + _EPISODES.c.number, Decimal
    ),
    "air_date": SortColumn(
        func.coalesce(_EPISODES.c.airs_on, literal_column("'9999-12-31'::date", Date())),
        date,
        func.coalesce(_EPISODES.c.airs_on, literal_column("'0001-01-01'::date", Date())),
    ),
}
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "season": _EPISODES.c.season == bindparam("season", type_=Integer()),
    "kinds": _EPISODES.c.kind == func.any(bindparam("kinds", type_=ARRAY(String()))),
    "state": _EPISODES.c.state == bindparam("state", type_=String()),
    "is_aired": bindparam("is_aired", type_=Boolean()) == HAS_AIRED,
}

SEASON = Statement(_seasons().where(_SEASONS.c.id == _ONE, _is_of_a_seen_title(_SEASONS)))
EPISODE = Statement(shown_episodes().where(_EPISODES.c.id == _ONE, _is_of_a_seen_title(_EPISODES)))
EPISODES = Statement(
    shown_episodes().where(
        _EPISODES.c.id == func.any(bindparam("ids", type_=ARRAY(Uuid()))), _is_of_a_seen_title(_EPISODES)
    )
)


def _of_title(rows: Select[Any], table: FromClause) -> Select[Any]:
    return rows.where(table.c.title_id == TITLE_ID, _is_of_a_seen_title(table))


@cache
def search_seasons(sort: SeasonSort, *, is_continued: bool) -> Statement:
    """Return one page of the seasons of a title."""
    rows = _of_title(_seasons(), _SEASONS)
    return Statement(keyset_page(rows, column_for(SEASON_SORTS, sort), _SEASONS.c.id, sort, is_continued=is_continued))


@cache
def count_seasons() -> Statement:
    """Return how many seasons a title has."""
    return Statement(_of_title(select(func.count()).select_from(_SEASONS), _SEASONS))


@cache
def search_episodes(sort: EpisodeSort, conditions: frozenset[str], *, is_continued: bool) -> Statement:
    """Return one page of the episodes of a title that meet the named conditions."""
    rows = _of_title(shown_episodes(), _EPISODES).where(*(_CONDITIONS[name] for name in sorted(conditions)))
    return Statement(
        keyset_page(rows, column_for(EPISODE_SORTS, sort), _EPISODES.c.id, sort, is_continued=is_continued)
    )


@cache
def count_episodes(conditions: frozenset[str]) -> Statement:
    """Return how many episodes of a title meet the named conditions."""
    rows = select(func.count()).select_from(_EPISODES)
    return Statement(_of_title(rows, _EPISODES).where(*(_CONDITIONS[name] for name in sorted(conditions))))
