from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.repositories.catalogue.adapters import title_merge_statements as statements
from watchkeeper.repositories.feedback.adapters.rating_statistics_statements import RECOUNT
from watchkeeper.repositories.watchlist.adapters.viewing_statements import RECOUNT as RECOUNT_VIEWINGS


class PostgresTitleMergeAdapter(DatabaseAdapter):
    """Merged titles in PostgreSQL. The statistics of the survivor are counted again from the rows."""

    async def find_survivor(self, title_id: UUID) -> UUID | None:
        survivor: UUID | None = await self._database.fetch_value(statements.FIND_SURVIVOR, title_id=title_id)
        return survivor

    async def find_published(self, most: int) -> Sequence[tuple[UUID, UUID]]:
        rows = await self._database.fetch(statements.FIND_PUBLISHED, most=most)
        return [(row["title_id"], row["public_id"]) for row in rows]

    async def lock(self, title_ids: Collection[UUID]) -> frozenset[UUID]:
        ids = sorted(title_ids)
        async with self._database.connection() as connection:
            await connection.execute(statements.LOCK_TABLE)
        rows = await self._database.fetch(statements.LOCK_TITLES, title_ids=ids)
        for statement in statements.LOCK_ROWS:
            await self._database.execute(statement, title_ids=ids)
        return frozenset(row["id"] for row in rows)

    async def move(self, title_id: UUID, into_id: UUID, at: datetime) -> None:
        values = {"title_id": title_id, "into_id": into_id, "at": at}
        owners = [row["user_id"] for row in await self._database.fetch(statements.OWNERS, title_id=title_id)]
        for statement in statements.MOVE_ROWS:
            await self._database.execute(statement, **values)
        await self._database.execute(RECOUNT_VIEWINGS, user_ids=owners, title_ids=[into_id] * len(owners))
        await self._database.execute(RECOUNT, title_id=into_id)
        await self._database.execute(statements.LOCK_HEADS, user_ids=owners)
