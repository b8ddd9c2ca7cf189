from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.types.episodes.calendar import CalendarEvent, CalendarFilter, CalendarItem
from watchkeeper.models.types.sorts import CalendarSort


class CalendarRepository(Protocol):
    """The calendar of a person: when watched and planned titles air."""

    async def search(
        self, user_id: UUID, zone: str, filters: CalendarFilter, sort: CalendarSort, request: PageRequest
    ) -> Page[CalendarItem]:
        """Return a page by day and id; days are those of a time zone. Entries that are hidden from the calendar are
        left out. Raises InvalidCursorError."""

    async def find_events(self, user_id: UUID, zone: str, filters: CalendarFilter) -> Sequence[CalendarEvent]:
        """Return all of it, by day and id."""
