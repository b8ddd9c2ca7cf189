from dataclasses import dataclass

from msgspec.structs import asdict

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.models.types.identity.time_zone import time_zone
from watchkeeper.models.types.page.statistics import Statistics
from watchkeeper.repositories.page.statistics_repository import StatisticsRepository


@dataclass(kw_only=True, eq=False)
class StatisticsLogic:
    """Statistics of what the caller has watched and rated."""

    statistics: StatisticsRepository

    async def get_statistics(self, caller: Principal, year: int | None) -> Statistics:
        """Return the statistics of a year in the caller's time zone, or of everything."""
        today = now().astimezone(time_zone(caller.time_zone)).date()
        watched = await self.statistics.count_watched(caller.user_id, caller.time_zone, today, year)
        rated = await self.statistics.count_rated(caller.user_id, caller.time_zone, year)
        return Statistics(**asdict(watched), **asdict(rated))
