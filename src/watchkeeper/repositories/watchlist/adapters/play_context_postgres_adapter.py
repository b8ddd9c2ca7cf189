from uuid import UUID

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.models.types.watchlist.play import PlayKey
from watchkeeper.models.types.watchlist.play_context import KnownPlay, PlayContext
from watchkeeper.repositories.watchlist.adapters import play_context_statements as statements
from watchkeeper.repositories.watchlist.adapters.status_values import episode_of, watching_of


class PostgresPlayContextAdapter(DatabaseAdapter):
    """Titles, entries, viewings and plays in PostgreSQL, read by one statement."""

    async def find(
        self,
        user_id: UUID,
        title_id: UUID,
        *,
        episode_id: UUID | None,
        place: tuple[int, int] | None,
        key: PlayKey | None,
    ) -> PlayContext | None:
        season, number = place or (None, None)
        source, source_key = key or (None, None)
        row = await self._database.fetch_one(
            statements.context(episode_id, place),
            user_id=user_id,
            title_id=title_id,
            episode_id=episode_id,
            season=season,
            number=number,
            source=source,
            source_key=source_key,
        )
        if row is None:
            return None
        episodes = [dict(zip(statements.EPISODE, one, strict=True)) for one in row["episodes"]]
        seen = {one["episode_id"] for one in episodes if one["is_seen"]} | ({place} if row["is_place_seen"] else set())
        known = None if row["known"] is None else KnownPlay(*row["known"])
        return PlayContext(watching_of(row), known, list(map(episode_of, episodes)), frozenset(seen))
