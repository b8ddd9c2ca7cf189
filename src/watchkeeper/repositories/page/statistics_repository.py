from datetime import date
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.page.statistics import RatedCounts, WatchedCounts


class StatisticsRepository(Protocol):
    """Statistics of what a person has watched and rated, in a year of their time zone, or ever."""

    async def count_watched(self, user_id: UUID, time_zone: str, today: date, year: int | None) -> WatchedCounts:
        """Return what was watched. Plays count, and completed entries without one once: on the day that was said, or
        on which the person set the status here; else their day is unknown."""

    async def count_rated(self, user_id: UUID, time_zone: str, year: int | None) -> RatedCounts:
        """Return what was rated and reviewed."""
