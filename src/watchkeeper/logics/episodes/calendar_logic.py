from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.models.dtos.episodes.calendar_dtos import CalendarQuery
from watchkeeper.models.errors.tracking_errors import DaysReversedError, RangeTooLongError
from watchkeeper.models.types.episodes.calendar import MAX_DAYS, CalendarFilter, CalendarItem
from watchkeeper.models.types.identity.time_zone import time_zone
from watchkeeper.repositories.episodes.calendar_repository import CalendarRepository

_USUAL: Final = timedelta(days=30)


@dataclass(kw_only=True, eq=False)
class CalendarLogic:
    """The calendar of the caller: the days, in their time zone, on which watched and planned titles air."""

    calendars: CalendarRepository

    async def search(self, caller: Principal, asked: CalendarQuery, request: PageRequest) -> Page[CalendarItem]:
        """Raises DaysReversedError, RangeTooLongError, InvalidCursorError."""
        today = now().astimezone(time_zone(caller.time_zone)).date()
        filters = _filter_of(asked, today)
        return await self.calendars.search(caller.user_id, caller.time_zone, filters, asked.sort, request)


def _filter_of(asked: CalendarQuery, today: date) -> CalendarFilter:
    from_day = asked.from_ or today
    to_day = asked.to or min(from_day, date.max - _USUAL) + _USUAL
    if from_day > to_day:
        raise DaysReversedError
    if (to_day - from_day).days > MAX_DAYS:
        raise RangeTooLongError
    return CalendarFilter(from_day, to_day, asked.status, asked.what, asked.specials)
