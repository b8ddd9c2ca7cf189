"""Statements of calendars."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Integer,
    Select,
    String,
    Subquery,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    column,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page, order_of
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.sorts import CalendarSort

# Episodes are found by a day that is that of their origin or of UTC, at most two from that of a reader. With
# OFFSET 0 the planner begins with the person's entries: for days that it does not know it would read all of a table,
# which takes ten times as long.
_FOUND: Final = text(
    """
    SELECT episodes.id, airing.date, episodes.airs_at, entry.status, entry.title_id, title.media_type,
        title.title AS title_text, title.release_date, title.poster_url,
        coalesce(episodes.runtime_minutes, title.runtime_minutes) AS runtime_minutes,
        CASE WHEN is_premiere THEN 'premiere' WHEN is_finale THEN 'finale' ELSE 'episode' END AS kind,
        episodes.season, episodes.number, episodes.absolute_number, episodes.kind AS episode_kind,
        episodes.title AS episode_title, greatest(episodes.updated_at, title.updated_at) AS updated_at
    FROM watch_entries AS entry
    CROSS JOIN LATERAL (
        SELECT * FROM episodes
        WHERE title_id = entry.title_id AND state = 'current' AND airs_on BETWEEN :earliest AND :latest OFFSET 0
    ) AS episodes
    CROSS JOIN LATERAL (SELECT * FROM titles WHERE id = entry.title_id OFFSET 0) AS title
    CROSS JOIN LATERAL (
        SELECT coalesce((episodes.airs_at AT TIME ZONE :zone)::date, episodes.air_date) AS date
    ) AS airing
    WHERE entry.user_id = :user_id AND entry.status = ANY (:statuses) AND NOT 'calendar' = ANY (entry.hidden_from)
      AND 'episodes' = ANY (:content) AND (episodes.season > 0 OR :with_specials OR entry.include_specials)
      AND airing.date BETWEEN :from_day AND :to_day
    UNION ALL
    SELECT title.id, title.release_date, NULL, entry.status, title.id, title.media_type, title.title,
        title.release_date, title.poster_url, title.runtime_minutes, 'movie', NULL, NULL, NULL, NULL, NULL,
        title.updated_at
    FROM watch_entries AS entry
    CROSS JOIN LATERAL (SELECT * FROM titles WHERE id = entry.title_id OFFSET 0) AS title
    WHERE entry.user_id = :user_id AND entry.status = ANY (:statuses) AND NOT 'calendar' = ANY (entry.hidden_from)
      AND 'movies' = ANY (:content) AND title.media_type = 'movie' AND title.release_date_precision = 'day'
      AND title.release_date BETWEEN :from_day AND :to_day
    """
).bindparams(
    bindparam("user_id", type_=Uuid()),
    bindparam("zone", type_=Text()),
    bindparam("statuses", type_=ARRAY(String())),
    bindparam("content", type_=ARRAY(String())),
    bindparam("with_specials", type_=Boolean()),
    *(bindparam(name, type_=Date()) for name in ("earliest", "latest", "from_day", "to_day")),
)
_TYPES: Final[Mapping[str, TypeEngine[Any]]] = {
    **dict.fromkeys(("id", "title_id"), Uuid()),
    **dict.fromkeys(("date", "release_date"), Date()),
    **dict.fromkeys(("airs_at", "updated_at"), DateTime(timezone=True)),
    **dict.fromkeys(("season", "number", "absolute_number", "runtime_minutes"), Integer()),
    **dict.fromkeys(("status", "media_type", "title_text", "poster_url", "kind", "episode_kind"), Text()),
    "episode_title": Text(),
}
ROWS: Final[Subquery] = _FOUND.columns(*(column(name, kind) for name, kind in _TYPES.items())).subquery("found")
SORTS: Final[Mapping[str, SortColumn]] = {"date": SortColumn(ROWS.c.date, date)}


def _text(value: str) -> ColumnElement[str]:
    return literal_column(f"'{value}'", Text())


def _episode(rows: FromClause) -> ColumnElement[Any]:
    members = {"id": "id", "season": "season", "number": "number", "absolute_number": "absolute_number"}
    members |= {"kind": "episode_kind", "title": "episode_title", "runtime_minutes": "runtime_minutes"}
    parts = [part for name, source in members.items() for part in (_text(name), rows.c[source])]
    return case((rows.c.season.is_not(None), cast(func.json_build_object(*parts), Text()))).label("episode")


def items(rows: FromClause = ROWS) -> Select[Any]:
    """Select the columns of `CalendarItem`."""
    return select(
        rows.c.id,
        rows.c.date,
        rows.c.airs_at,
        rows.c.title_id.label("title__id"),
        rows.c.media_type.label("title__media_type"),
        rows.c.title_text.label("title__title"),
        rows.c.release_date.label("title__release_date"),
        rows.c.poster_url.label("title__poster_url"),
        _episode(rows),
        rows.c.kind,
        rows.c.status,
    )


@cache
def search(sort: CalendarSort, *, is_continued: bool) -> Statement:
    """Return one page of a calendar. JSON is made of its rows alone."""
    page = keyset_page(select(ROWS), column_for(SORTS, sort), ROWS.c.id, sort, is_continued=is_continued).subquery(
        "page"
    )
    return Statement(items(page).add_columns(page.c.sort_key).order_by(*order_of(page, sort)))


@cache
def count() -> Statement:
    """Return how many items a calendar has."""
    return Statement(select(func.count()).select_from(ROWS))


def _events() -> Select[Any]:
    """Select the columns of `CalendarEvent`."""
    return select(
        *(ROWS.c[name] for name in ("id", "date", "airs_at")),
        ROWS.c.title_text.label("title"),
        *(ROWS.c[name] for name in ("season", "number", "episode_title", "runtime_minutes", "updated_at")),
    )


FIND_EVENTS = Statement(_events().order_by(ROWS.c.date, ROWS.c.id))
