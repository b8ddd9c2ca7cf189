from datetime import date
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.page.home import HomeCounts
from watchkeeper.models.types.watchlist.pick_filter import PickFilter
from watchkeeper.models.types.watchlist.watch_entry import WatchEntryTitle


class HomeRepository(Protocol):
    """The data of the first screen that no list has."""

    async def count(self, user_id: UUID, time_zone: str) -> HomeCounts:
        """Return the numbers of entries. The month is that of the time zone."""

    async def find_planned(self, user_id: UUID, day: date, limit: int) -> list[WatchEntryTitle]:
        """Return some planned titles, the same for a whole day."""

    async def pick(self, user_id: UUID, filters: PickFilter) -> UUID | None:
        """Return the id of any planned entry that fits, or None."""
