from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from watchkeeper.foundation.postgres.database import DatabaseAdapter, Row
from watchkeeper.models.types.feedback.rating_statistics import RatingStatisticsDifference, TitleRatingStatistics
from watchkeeper.repositories.feedback.adapters import rating_statistics_statements as statements

_MAX_WAIT_MILLISECONDS = "500"
"""Lock timeout of the refresh while ratings are being written: later ratings queue behind it."""


class PostgresRatingStatisticsAdapter(DatabaseAdapter):
    """Rating statistics in PostgreSQL, which triggers maintain; this adapter measures and, if ever needed, repairs
    them."""

    async def claim_refresh(self, at: datetime, *, due_before: datetime) -> bool:
        claimed = await self._database.fetch_value(statements.CLAIM_REFRESH, at=at, due_before=due_before)
        return claimed is not None

    async def find_mean(self) -> Decimal | None:
        mean: Decimal | None = await self._database.fetch_value(statements.MEAN)
        return mean

    async def set_prior(self, mean: Decimal) -> None:
        await self._database.fetch_value(statements.LOCK_TIMEOUT, milliseconds=_MAX_WAIT_MILLISECONDS)
        await self._database.fetch_value(statements.LOCK_PRIOR)
        await self._database.execute(statements.SET_PRIOR, mean=mean)

    async def renew_weighted(self, after: UUID, limit: int) -> Sequence[UUID]:
        rows = await self._database.fetch(statements.RENEW_WEIGHTED, after=after, limit=limit)
        return [row["title_id"] for row in rows]

    async def set_known(self) -> None:
        await self._database.execute(statements.SET_KNOWN)

    async def find_differences(self) -> list[RatingStatisticsDifference]:
        rows = await self._database.fetch(statements.DIFFERENCES)
        return [
            RatingStatisticsDifference(
                row["title_id"],
                _rating_statistics(row, "stored_") if row["is_stored"] else None,
                _rating_statistics(row),
            )
            for row in rows
        ]

    async def recount(self, title_id: UUID) -> None:
        await self._database.execute(statements.LOCK_RATING_STATISTICS, title_id=title_id)
        await self._database.execute(statements.RECOUNT, title_id=title_id)


def _rating_statistics(row: Row, prefix: str = "") -> TitleRatingStatistics:
    return TitleRatingStatistics(
        row[f"{prefix}ratings_count"],
        row[f"{prefix}half_steps_sum"],
        tuple(row[f"{prefix}distribution"]),
        row[f"{prefix}reviews_count"],
    )
