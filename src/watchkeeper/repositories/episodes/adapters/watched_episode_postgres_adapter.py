from collections.abc import Sequence
from typing import Final
from uuid import UUID

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.types.episodes.watched_episodes import ListedPlay, RemovedPlay, SelectableEpisode
from watchkeeper.models.types.undo.operation import RowImage
from watchkeeper.repositories.text_statements import text_statement
from watchkeeper.repositories.watchlist.adapters.viewing_columns import DONE_UNTIL

_EPISODES: Final = text_statement(
    f"""
    WITH run AS (
        SELECT time_zone, {DONE_UNTIL} AS done_until
        FROM users LEFT JOIN viewings
            ON viewings.user_id = users.id AND viewings.title_id = :title_id AND number = :viewing
        WHERE users.id = :user_id
    ), played AS (
        SELECT coalesce(replaced_by_id, episodes.id) AS id, bool_or(viewing = :viewing) AS is_in_viewing
        FROM plays JOIN episodes ON episodes.id = plays.episode_id
        WHERE plays.user_id = :user_id AND plays.title_id = :title_id
        GROUP BY coalesce(replaced_by_id, episodes.id)
    )
    SELECT episodes.id, season, number, airs_at, air_date,
        coalesce(episodes.runtime_minutes, titles.runtime_minutes) AS runtime_minutes,
        played.id IS NOT NULL AS was_played,
        coalesce(is_in_viewing, false)
            OR coalesce(coalesce(airs_at, (air_date + 1)::timestamp AT TIME ZONE time_zone) <= done_until, false)
            AS is_seen
    FROM episodes JOIN titles ON titles.id = episodes.title_id CROSS JOIN run
    LEFT JOIN played ON played.id = episodes.id
    WHERE episodes.title_id = :title_id AND state = 'current'
    ORDER BY season, number
    """  # noqa: S608 - built from a constant
)
_PLAYS: Final = text_statement(
    """
    SELECT plays.id, viewing, coalesce(heir.id, episode_id) AS episode_id,
        coalesce(heir.season, episodes.season, plays.season) AS season,
        coalesce(heir.number, episodes.number, plays.number) AS number
    FROM plays
    LEFT JOIN episodes ON episodes.id = plays.episode_id
    LEFT JOIN episodes AS heir ON heir.id = episodes.replaced_by_id
    WHERE plays.user_id = :user_id AND plays.title_id = :title_id
    ORDER BY sorted_at, plays.id
    """
)
_VARIOUS: Final = (
    *("id", "episode_id", "season", "number", "watched_on", "precision", "first_day", "last_day", "sorted_at"),
)
"""The columns in which plays of one request differ."""
_SAME: Final = ("user_id", "title_id", "viewing", "note", "moves_status", "edited_at", "created_at", "updated_at")
_ADD: Final = text_statement(
    f"""
    INSERT INTO plays ({", ".join((*_VARIOUS, *_SAME))})
    SELECT {", ".join(_VARIOUS)}, {", ".join(f":{name}" for name in _SAME)}
    FROM unnest({", ".join(f":{name}s" for name in _VARIOUS)}) AS play ({", ".join(_VARIOUS)})
    """  # noqa: S608 - built from constants
)
_REMOVE: Final = text_statement(
    """
    DELETE FROM plays WHERE user_id = :user_id AND id = ANY (:ids)
    RETURNING id, to_jsonb(plays)::text AS image
    """
)
_ENTRY: Final = text_statement("SELECT id FROM watch_entries WHERE user_id = :user_id AND title_id = :title_id")
_FORGET_END: Final = text_statement(
    """
    UPDATE viewings SET finished_on = NULL, finished_sorted_at = NULL, finished_until = NULL, completed_at = NULL,
        is_finished_on_said = false
    WHERE user_id = :user_id AND title_id = :title_id AND number = :viewing
    """
)
_STATE_SEEN: Final = text_statement(
    """
    INSERT INTO viewings (user_id, title_id, number, state, stated_count)
    VALUES (:user_id, :title_id, :viewing, 'current', :seen)
    ON CONFLICT (user_id, title_id, number) DO UPDATE SET stated_count = excluded.stated_count
    """
)
_FORGET_STATED: Final = text_statement(
    """
    UPDATE viewings SET stated_count = NULL
    WHERE user_id = :user_id AND title_id = :title_id AND number = :viewing AND stated_count IS NOT NULL
    """
)


class PostgresWatchedEpisodeAdapter(DatabaseAdapter):
    """Episodes and plays in PostgreSQL; each method is one statement, however many there are."""

    async def find_episodes(self, user_id: UUID, title_id: UUID, viewing: int) -> Sequence[SelectableEpisode]:
        rows = await self._database.fetch(_EPISODES, user_id=user_id, title_id=title_id, viewing=viewing)
        return [SelectableEpisode(**row) for row in rows]

    async def find_plays(self, user_id: UUID, title_id: UUID) -> Sequence[ListedPlay]:
        return [ListedPlay(**row) for row in await self._database.fetch(_PLAYS, user_id=user_id, title_id=title_id)]

    async def add(self, plays: Sequence[PlayEntity]) -> None:
        various = {f"{name}s": [getattr(play, name) for play in plays] for name in _VARIOUS}
        same = {name: plays[0].values()[name] for name in _SAME}
        await self._database.execute(_ADD, **various, **same)

    async def remove(self, user_id: UUID, ids: Sequence[UUID]) -> Sequence[RemovedPlay]:
        rows = await self._database.fetch(_REMOVE, user_id=user_id, ids=ids)
        return [RemovedPlay(row["id"], RowImage(row["image"])) for row in rows]

    async def find_entry_id(self, user_id: UUID, title_id: UUID) -> UUID | None:
        found: UUID | None = await self._database.fetch_value(_ENTRY, user_id=user_id, title_id=title_id)
        return found

    async def forget_end(self, user_id: UUID, title_id: UUID, viewing: int) -> None:
        await self._database.execute(_FORGET_END, user_id=user_id, title_id=title_id, viewing=viewing)

    async def state_seen(self, user_id: UUID, title_id: UUID, viewing: int, seen: int) -> None:
        values = {"user_id": user_id, "title_id": title_id, "viewing": viewing, "seen": seen}
        await self._database.execute(_STATE_SEEN, **values)

    async def forget_stated(self, user_id: UUID, title_id: UUID, viewing: int) -> None:
        await self._database.execute(_FORGET_STATED, user_id=user_id, title_id=title_id, viewing=viewing)
