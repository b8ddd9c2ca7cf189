from datetime import date
from uuid import UUID

from msgspec import json

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.models.types.page.statistics import RatedCounts, WatchedCounts
from watchkeeper.repositories.page.adapters.statistics_statements import RATED, WATCHED

_read_watched = json.Decoder(WatchedCounts).decode
_read_rated = json.Decoder(RatedCounts).decode


class PostgresStatisticsAdapter(DatabaseAdapter):
    """Computes statistics from plays, entries, ratings and reviews on each call."""

    async def count_watched(self, user_id: UUID, time_zone: str, today: date, year: int | None) -> WatchedCounts:
        found = await self._database.fetch_value(WATCHED, user_id=user_id, time_zone=time_zone, today=today, year=year)
        return _read_watched(found)

    async def count_rated(self, user_id: UUID, time_zone: str, year: int | None) -> RatedCounts:
        return _read_rated(await self._database.fetch_value(RATED, user_id=user_id, time_zone=time_zone, year=year))
