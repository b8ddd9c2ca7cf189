from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Integer, Text, Uuid, bindparam, column, text

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.episodes.episode import SeenEpisode, SeenSeason
from watchkeeper.repositories.watchlist.adapters.viewing_columns import DONE_UNTIL

# Plays are found by all columns of an index, which has the viewing before the episode. What had aired when the title
# was done counts as seen.
_RUN: Final = f"""
    LEFT JOIN LATERAL (
        SELECT array_agg(number) AS numbers, max(number) AS number,
            (array_agg({DONE_UNTIL} ORDER BY number DESC))[1] AS done_until
        FROM viewings WHERE viewings.user_id = :user_id AND viewings.title_id = shown.title_id
    ) AS run ON true
"""  # noqa: S608 - built from a constant
_PLAY_COLUMNS: Final = """
    count(*) AS plays_count,
    (array_agg(watched_on ORDER BY sorted_at DESC, plays.id DESC))[1] AS last_watched_on,
    coalesce((array_agg(precision ORDER BY sorted_at DESC, plays.id DESC))[1], 'unknown') AS precision
"""
_OF_RUNS: Final = "plays.user_id = :user_id AND plays.title_id = shown.title_id AND plays.viewing = ANY (run.numbers)"
_AIRED_AT: Final = """coalesce(
    {table}.airs_at,
    ({table}.air_date + 1)::timestamp AT TIME ZONE (SELECT time_zone FROM users WHERE id = :user_id)
)"""
_EPISODES: Final = f"""
    SELECT shown.id,
        own.is_played OR coalesce({_AIRED_AT.format(table="shown")} <= run.done_until, false) AS viewer__seen,
        own.plays_count AS viewer__plays_count, own.last_watched_on AS viewer__last_watched_on,
        own.precision AS viewer__precision
    FROM episodes AS shown {_RUN} CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(plays.viewing = run.number), false) AS is_played, {_PLAY_COLUMNS}
        FROM plays
        WHERE {_OF_RUNS} AND plays.episode_id = ANY (
            array_append(ARRAY(SELECT id FROM episodes WHERE replaced_by_id = shown.id), shown.id)
        )
    ) AS own
    WHERE shown.id = ANY (:ids)
"""  # noqa: S608 - built from constants
_SEASONS: Final = f"""
    SELECT shown.id,
        counts.aired > 0 AND counts.seen >= counts.aired AS viewer__seen, counts.seen AS viewer__seen_count,
        own.plays_count AS viewer__plays_count, own.last_watched_on AS viewer__last_watched_on,
        own.precision AS viewer__precision
    FROM seasons AS shown {_RUN} CROSS JOIN LATERAL (
        SELECT array_agg(coalesce(episodes.replaced_by_id, episodes.id)) FILTER (WHERE plays.viewing = run.number)
            AS played, array_agg(coalesce(episodes.replaced_by_id, episodes.id)) AS ever_played, {_PLAY_COLUMNS}
        FROM plays JOIN episodes ON episodes.id = plays.episode_id
        WHERE {_OF_RUNS} AND plays.episode_id = ANY (ARRAY(
            SELECT id FROM episodes WHERE season_id = shown.id
            UNION ALL
            SELECT gone.id FROM episodes AS gone JOIN episodes AS now ON now.id = gone.replaced_by_id
            WHERE now.season_id = shown.id AND gone.season_id <> shown.id
        ))
    ) AS own CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE is_played OR aired_at <= run.done_until) AS seen,
            count(*) FILTER (WHERE was_played OR aired_at <= now()) AS aired
        FROM episodes CROSS JOIN LATERAL (
            SELECT coalesce(episodes.id = ANY (own.played), false) AS is_played,
                coalesce(episodes.id = ANY (own.ever_played), false) AS was_played,
                {_AIRED_AT.format(table="episodes")} AS aired_at
        ) AS airing
        WHERE season_id = shown.id AND state = 'current'
    ) AS counts
    WHERE shown.id = ANY (:ids)
"""  # noqa: S608 - built from constants


def _statement(sql: str, *more: str) -> Statement:
    bound = text(sql).bindparams(bindparam("user_id", type_=Uuid()), bindparam("ids", type_=ARRAY(Uuid())))
    return Statement(
        bound.columns(
            column("id", Uuid()),
            column("viewer__seen", Boolean()),
            *(column(name, Integer()) for name in more),
            column("viewer__plays_count", Integer()),
            column("viewer__last_watched_on", Text()),
            column("viewer__precision", Text()),
        )
    )


FIND_EPISODES = _statement(_EPISODES)
FIND_SEASONS = _statement(_SEASONS, "viewer__seen_count")
_SEEN_EPISODES = row_reader(SeenEpisode, FIND_EPISODES)
_SEEN_SEASONS = row_reader(SeenSeason, FIND_SEASONS)


class PostgresSeenEpisodeAdapter(DatabaseAdapter):
    """Reads from plays and viewings in PostgreSQL which seasons and episodes people have seen."""

    async def find_seasons(self, user_id: UUID, ids: Sequence[UUID]) -> list[SeenSeason]:
        rows = await self._database.fetch(FIND_SEASONS, user_id=user_id, ids=ids)
        return list(map(_SEEN_SEASONS.read, rows))

    async def find_episodes(self, user_id: UUID, ids: Sequence[UUID]) -> list[SeenEpisode]:
        rows = await self._database.fetch(FIND_EPISODES, user_id=user_id, ids=ids)
        return list(map(_SEEN_EPISODES.read, rows))
