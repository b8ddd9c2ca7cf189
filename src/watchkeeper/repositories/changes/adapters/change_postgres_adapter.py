from collections.abc import Sequence
from uuid import UUID

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.models.types.changes.change import ChangeArea, FeedPosition, RecordedChange
from watchkeeper.models.types.changes.feed_head import FeedCounts, FeedEnd, FeedHead
from watchkeeper.repositories.changes.adapters import change_statements as statements

_AREAS = tuple(ChangeArea)


class PostgresChangeAdapter(DatabaseAdapter):
    """The change feed in PostgreSQL."""

    async def end(self, user_id: UUID) -> FeedEnd:
        row = await self._database.require_one(InvalidTokenError, statements.END, user_id=user_id)
        return FeedEnd(**row)

    async def head(self, user_id: UUID) -> FeedHead:
        row = await self._database.require_one(InvalidTokenError, statements.HEAD, user_id=user_id)
        return FeedHead(**row)

    async def after(
        self, user_id: UUID, position: FeedPosition, areas: Sequence[ChangeArea], limit: int
    ) -> list[RecordedChange]:
        rows = await self._database.fetch(
            statements.AFTER,
            user_id=user_id,
            sequence=position.sequence,
            area=position.area,
            resource_id=position.resource_id,
            snapshot=position.snapshot if position.snapshot is not None else 0,
            areas=[area.number for area in areas or _AREAS],
            limit=limit,
        )
        return [RecordedChange(**{**row, "area": _AREAS[row["area"] - 1]}) for row in rows]

    async def purge(self, days: int) -> int:
        return await self._database.execute(statements.PURGE, days=days)

    async def find_counts(self, after: UUID, limit: int) -> list[FeedCounts]:
        rows = await self._database.fetch(statements.COUNTS, after_id=after, limit=limit)
        return [FeedCounts(**row) for row in rows]

    async def recount(self, user_id: UUID) -> None:
        await self._database.execute(statements.LOCK, user_id=user_id)
        await self._database.execute(statements.RECOUNT, user_id=user_id)
