from collections.abc import Sequence
from uuid import UUID

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.repositories.text_statements import text_statement
from watchkeeper.repositories.watchlist.adapters.viewing_statements import RECOUNT

_MISCOUNTED = text_statement(
    """
    SELECT DISTINCT user_id, title_id
    FROM (
        SELECT user_id, title_id, coalesce(counted.plays_count, 0) AS plays_count, viewing.plays_count AS stored,
            coalesce(sum(counted.plays_count) OVER (PARTITION BY user_id, title_id), 0) AS title_plays_count,
            viewing.title_plays_count AS title_stored
        FROM (
            SELECT user_id, title_id, viewing AS number, count(*) AS plays_count
            FROM plays GROUP BY user_id, title_id, viewing
        ) AS counted
        FULL JOIN viewings AS viewing USING (user_id, title_id, number)
    ) AS compared
    WHERE plays_count IS DISTINCT FROM stored OR title_plays_count IS DISTINCT FROM title_stored
    ORDER BY user_id, title_id
    """
)


class PostgresViewingCountAdapter(DatabaseAdapter):
    """Numbers of plays in PostgreSQL, which triggers keep; this adapter measures and, if ever needed, repairs them."""

    async def find_wrong(self) -> Sequence[tuple[UUID, UUID]]:
        return [(row["user_id"], row["title_id"]) for row in await self._database.fetch(_MISCOUNTED)]

    async def recount(self, user_id: UUID, title_id: UUID) -> None:
        await self._database.execute(RECOUNT, user_ids=[user_id], title_ids=[title_id])
