"""Statements of what a person watches next."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    JSON,
    DateTime,
    FromClause,
    Integer,
    Select,
    String,
    Subquery,
    Text,
    Uuid,
    bindparam,
    column,
    func,
    select,
    text,
)

from watchkeeper.foundation.core.pagination import column_of
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page, order_of
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.episodes.episode_entity import EpisodeEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.sorts import NextUpSort
from watchkeeper.repositories.episodes.adapters.episode_statements import shown_episodes
from watchkeeper.repositories.watchlist.adapters.viewing_columns import DONE_UNTIL
from watchkeeper.repositories.watchlist.adapters.watch_entry_statements import shown_entries

_EPISODES: FromClause = EpisodeEntity.__table__
_ENTRY_COLUMNS: Final = tuple(WatchEntryEntity.__table__.columns)

# In the order of the page, entries are looked at only until it is full; arrays in a subquery let PostgreSQL plan this
# once. Progress is not worked out for a show of which nothing can be next: nothing that may have aired stands behind
# the furthest place that the viewing has counted, or aired since it was done. Some more days are for time zones. In a
# rewatch that may be what was played before: then it has aired, whatever its day.
_FOUND: Final = """
    SELECT own.*, progress, next_id AS episode_id, aired_at, left_count AS remaining,
        (SELECT sum(coalesce(minutes, runtime_minutes)) FROM unnest(left_minutes) AS minutes) AS remaining_minutes,
        CASE
            WHEN status = 'completed' THEN 'new_episodes'
            WHEN viewing > 1 THEN 'rewatch'
            WHEN status = 'planned' OR coalesce(plays_count, 0) = 0 THEN 'start'
            WHEN aired_at > last_sorted_at AND isfinite(last_sorted_at) THEN 'new_episodes'
            ELSE 'continue'
        END AS reason
    FROM (
        SELECT entry.*,
            person.time_zone, title.runtime_minutes, title.title_sort, viewing.number AS viewing, plays_count,
            stated_count, last_sorted_at, done_until, furthest_season, furthest_number,
            done_until::date AS done_on,
            greatest(last_sorted_at, '0001-01-02 00:00:00+00'::timestamptz) AS last_watched_at
        FROM watch_entries AS entry
        JOIN users AS person ON person.id = entry.user_id
        JOIN titles AS title ON title.id = entry.title_id
        LEFT JOIN LATERAL (
            SELECT viewings.*, {done_until} AS done_until FROM viewings
            WHERE viewings.user_id = entry.user_id AND viewings.title_id = entry.title_id
            ORDER BY number DESC LIMIT 1
        ) AS viewing ON true
        WHERE entry.user_id = :user_id AND entry.status = ANY (ARRAY(SELECT unnest(:statuses)))
          AND title.media_type = ANY (ARRAY(SELECT unnest(:media_types)))
          AND NOT 'next_up' = ANY (entry.hidden_from)
        {order}
    ) AS own
    CROSS JOIN LATERAL viewing_progress(
        user_id, title_id, coalesce(viewing, 1), done_until, stated_count, include_specials, status
    )
    CROSS JOIN LATERAL (
        SELECT coalesce(next_airs_at, (next_air_date + 1)::timestamp AT TIME ZONE time_zone) AS aired_at
    ) AS airing
    WHERE next_id IS NOT NULL AND (include_specials OR viewing > 1 OR EXISTS (
        SELECT FROM episodes
        WHERE episodes.title_id = own.title_id AND episodes.state = 'current' AND season > 0
          AND (season, number) > (coalesce(furthest_season, 0), coalesce(furthest_number, 0))
          AND airs_on <= (SELECT now()::date + 2) AND (done_on IS NULL OR airs_on >= done_on - 3)
    ))
    """
_PARAMETERS = (
    bindparam("user_id", type_=Uuid()),
    bindparam("statuses", type_=ARRAY(String())),
    bindparam("media_types", type_=ARRAY(String())),
)
_COLUMNS = (
    *(column(one.name, one.type) for one in _ENTRY_COLUMNS),
    column("title_sort", Text()),
    column("last_watched_at", DateTime(timezone=True)),
    column("episode_id", Uuid()),
    column("aired_at", DateTime(timezone=True)),
    column("reason", Text()),
    column("progress", JSON()),
    column("remaining", Integer()),
    column("remaining_minutes", Integer()),
)
_ROW_ID = column("id", Uuid())
SORTS: Mapping[str, SortColumn] = {
    "last_watched": SortColumn(column("last_watched_at", DateTime(timezone=True)), datetime),
    "airs_at": SortColumn(column("aired_at", DateTime(timezone=True)), datetime),
    "title": SortColumn(column("title_sort", Text()), str),
}
_KNOWN_BEFORE: Final = {"last_watched": "last_watched_at", "title": "title_sort"}
"""Sort keys that don't depend on the next episode."""


def _found(sort: NextUpSort | None = None) -> Subquery:
    """Select the entries that have a next episode, looked at in the order of a page where that is possible."""
    key = None if sort is None else _KNOWN_BEFORE.get(column_of(sort))
    direction = "DESC" if sort is not None and sort.value.startswith("-") else "ASC"
    order = "" if key is None else f"ORDER BY {key} {direction}, entry.id {direction}"
    sql = _FOUND.format(order=order, done_until=DONE_UNTIL)
    return text(sql).bindparams(*_PARAMETERS).columns(*_COLUMNS).subquery("found")


def _labelled(rows: Select[Any], prefix: str) -> list[Any]:
    return [one.label(f"{prefix}__{one.name}") for one in rows.selected_columns]


@cache
def search(sort: NextUpSort, *, is_continued: bool) -> Statement:
    """Return one page of what a person watches next."""
    found = keyset_page(select(_found(sort)), column_for(SORTS, sort), _ROW_ID, sort, is_continued=is_continued)
    page = found.subquery("page")
    entries, episodes = shown_entries(page), shown_episodes()
    shown = (
        entries.with_only_columns(*_labelled(entries, "entry"), *_labelled(episodes, "episode"))
        .join(_EPISODES, _EPISODES.c.id == page.c.episode_id)
        .add_columns(page.c.reason, page.c.remaining, page.c.remaining_minutes, page.c.sort_key, page.c.id)
    )
    return Statement(shown.order_by(*order_of(page, sort)))


@cache
def count() -> Statement:
    """Return of how many titles something comes next."""
    return Statement(select(func.count()).select_from(_found()))
