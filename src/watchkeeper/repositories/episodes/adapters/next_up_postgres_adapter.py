from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    DateTime,
    Integer,
    String,
    Text,
    Uuid,
    bindparam,
    column,
    func,
    literal_column,
    select,
    text,
)

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page, order_of
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.next_up import NextUpFilter, NextUpPlace
from watchkeeper.models.types.sorts import NextUpSort

# Next is what follows the furthest place that the viewing of now has counted, or that had aired when it was done.
# One that wants specials asks for its progress, in which they stand by their days.
_FOUND: Final = text(
    """
    SELECT entry.id, entry.title_id, next.id AS episode_id, next.season, next.number, next.aired_at,
        title.runtime_minutes, title.title_sort,
        greatest(viewing.last_sorted_at, '0001-01-02 00:00:00+00'::timestamptz) AS last_watched_at,
        CASE
            WHEN entry.status = 'completed' THEN 'new_episodes'
            WHEN viewing.number > 1 THEN 'rewatch'
            WHEN entry.status = 'planned' OR coalesce(viewing.plays_count, 0) = 0 THEN 'start'
            WHEN next.aired_at > viewing.last_sorted_at THEN 'new_episodes'
            ELSE 'continue'
        END AS reason
    FROM watch_entries AS entry
    JOIN users AS person ON person.id = entry.user_id
    JOIN titles AS title ON title.id = entry.title_id
    LEFT JOIN LATERAL (
        SELECT viewings.*, coalesce(finished_until, completed_at) AS done_until FROM viewings
        WHERE viewings.user_id = entry.user_id AND viewings.title_id = entry.title_id
        ORDER BY number DESC LIMIT 1
    ) AS viewing ON true
    CROSS JOIN LATERAL (
        SELECT episodes.id, season, episodes.number, aired_at
        FROM episodes
        CROSS JOIN LATERAL (
            SELECT coalesce(airs_at, (air_date + 1)::timestamp AT TIME ZONE person.time_zone) AS aired_at
        ) AS airing
        WHERE episodes.title_id = entry.title_id AND state = 'current' AND aired_at <= now()
          AND CASE WHEN entry.include_specials
              THEN episodes.id = CAST(progress_of(
                  entry.user_id, entry.title_id, coalesce(viewing.number, 1), viewing.done_until, NULL, true,
                  entry.status
              ) -> 'next_episode' ->> 'id' AS uuid)
              ELSE season > 0
                  AND (season, episodes.number)
                    > (coalesce(viewing.furthest_season, 0), coalesce(viewing.furthest_number, 0))
                  AND (viewing.done_until IS NULL OR aired_at > viewing.done_until AND NOT EXISTS (
                      SELECT FROM episodes AS later
                      WHERE later.title_id = entry.title_id AND later.state = 'current'
                        AND (later.season, later.number) > (episodes.season, episodes.number)
                        AND coalesce(later.airs_at, (later.air_date + 1)::timestamp AT TIME ZONE person.time_zone)
                          <= viewing.done_until
                  ))
              END
        ORDER BY season, episodes.number LIMIT 1
    ) AS next
    WHERE entry.user_id = :user_id AND entry.status = ANY (:statuses) AND title.media_type = ANY (:media_types)
      AND NOT 'next_up' = ANY (entry.hidden_from)
    """
).bindparams(
    bindparam("user_id", type_=Uuid()),
    bindparam("statuses", type_=ARRAY(String())),
    bindparam("media_types", type_=ARRAY(String())),
)
_COLUMNS = (
    column("id", Uuid()),
    column("title_id", Uuid()),
    column("episode_id", Uuid()),
    column("season", Integer()),
    column("number", Integer()),
    column("runtime_minutes", Integer()),
    column("reason", Text()),
    column("aired_at", DateTime(timezone=True)),
    column("last_watched_at", DateTime(timezone=True)),
    column("title_sort", Text()),
)
# Counted for the rows of a page alone: of all that somebody watches it would take four times as long.
_LEFT_OVER: Final = text(
    """
    SELECT count(*) AS remaining, sum(coalesce(episodes.runtime_minutes, page.runtime_minutes)) AS remaining_minutes
    FROM episodes
    WHERE episodes.title_id = page.title_id AND state = 'current'
      AND (episodes.season, episodes.number) >= (page.season, page.number) AND episodes.season > 0
      AND coalesce(airs_at, (air_date + 1)::timestamp AT TIME ZONE (
          SELECT time_zone FROM users WHERE users.id = :user_id
      )) <= now()
    """
).bindparams(bindparam("user_id", type_=Uuid()))
_ROWS = _FOUND.columns(*_COLUMNS).subquery("found")
_SORTS: Mapping[str, SortColumn] = {
    "last_watched": SortColumn(_ROWS.c.last_watched_at, datetime),
    "airs_at": SortColumn(_ROWS.c.aired_at, datetime),
    "title": SortColumn(_ROWS.c.title_sort, str),
}
_STATUSES = {"watching": "watching", "returned": "completed", "planned": "planned"}
_WITH_EPISODES = ["show", "anime"]


@cache
def search(sort: NextUpSort, *, is_continued: bool) -> Statement:
    """Return one page of what a person watches next."""
    page = keyset_page(select(_ROWS), column_for(_SORTS, sort), _ROWS.c.id, sort, is_continued=is_continued).cte("page")
    left_over = _LEFT_OVER.columns(column("remaining", Integer()), column("remaining_minutes", Integer())).lateral()
    return Statement(
        select(page.c.id, page.c.episode_id, page.c.reason, *left_over.c, page.c.sort_key)
        .select_from(page.join(left_over, literal_column("true")))
        .order_by(*order_of(page, sort))
    )


@cache
def count() -> Statement:
    """Return of how many titles something comes next."""
    return Statement(select(func.count()).select_from(_ROWS))


_PLACES = row_reader(NextUpPlace, search(NextUpSort.TITLE, is_continued=False))
_LIST = PagedQuery(NextUpSort, _SORTS, page=search, count=count, reader=_PLACES)


class PostgresNextUpAdapter:
    """What comes next, worked out from entries, the counts of viewings and episodes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def search(
        self, user_id: UUID, filters: NextUpFilter, sort: NextUpSort, request: PageRequest
    ) -> Page[NextUpPlace]:
        media_types = _WITH_EPISODES if filters.media_type is None else [filters.media_type]
        statuses = [_STATUSES[group] for group in filters.groups]
        values = {"user_id": user_id, "statuses": statuses, "media_types": media_types}
        return await _LIST.fetch(self._database, request, sort, **values)
