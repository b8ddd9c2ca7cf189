from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import NO_JSON, row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.episodes.calendar import CalendarEvent, CalendarFilter, CalendarItem
from watchkeeper.models.types.sorts import CalendarSort
from watchkeeper.repositories.episodes.adapters import calendar_statements as statements

_FARTHEST: Final = timedelta(days=2)
_ITEMS = row_reader(
    CalendarItem,
    Statement(statements.items()),
    converters={"episode": NO_JSON},
)
_EVENTS = row_reader(CalendarEvent, statements.FIND_EVENTS)
_LIST = PagedQuery(CalendarSort, statements.SORTS, page=statements.search, count=statements.count, reader=_ITEMS)


class PostgresCalendarAdapter(DatabaseAdapter):
    """Calendars, worked out from watch entries, episodes and release dates."""

    async def search(
        self, user_id: UUID, zone: str, filters: CalendarFilter, sort: CalendarSort, request: PageRequest
    ) -> Page[CalendarItem]:
        values = _filter_values(user_id, zone, filters)
        return await _LIST.fetch(self._database, request, sort, **values)

    async def find_events(self, user_id: UUID, zone: str, filters: CalendarFilter) -> list[CalendarEvent]:
        rows = await self._database.fetch(statements.FIND_EVENTS, **_filter_values(user_id, zone, filters))
        return list(map(_EVENTS.read, rows))


def _filter_values(user_id: UUID, zone: str, filters: CalendarFilter) -> dict[str, Any]:
    """Return the parameters of what a calendar is read from."""
    return {
        "user_id": user_id,
        "zone": zone,
        "statuses": filters.statuses,
        "content": filters.content,
        "with_specials": filters.with_specials,
        "from_day": filters.from_day,
        "to_day": filters.to_day,
        "earliest": max(filters.from_day, date.min + _FARTHEST) - _FARTHEST,
        "latest": min(filters.to_day, date.max - _FARTHEST) + _FARTHEST,
    }
