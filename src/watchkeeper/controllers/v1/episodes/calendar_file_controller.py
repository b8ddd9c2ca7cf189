from functools import partial

from fastapi import Request, Response

from watchkeeper.controllers.v1.episodes.calendar_controller import CALENDAR_PREFIX
from watchkeeper.foundation.http import ApiRouter, RateLimitClass
from watchkeeper.foundation.http.responses import file_unless_known
from watchkeeper.logics.episodes.calendar_link_logic import CalendarLinkLogic
from watchkeeper.models.errors.tracking_errors import CalendarNotFoundError

_TYPE = "text/calendar"
_EXAMPLE = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Watchkeeper//Watchkeeper//EN\r\nEND:VCALENDAR\r\n"


class CalendarFileController:
    """What a link of a calendar shows, to calendar programs."""

    def __init__(self, logic: CalendarLinkLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(CALENDAR_PREFIX, tag="calendar", public=True, any_query=True)
        router.get(
            "/{secret}.ics",
            self.read_calendar_file,
            files={_TYPE: _EXAMPLE},
            tagged=True,
            errors=[CalendarNotFoundError],
            rate_limit=RateLimitClass.CALENDARS,
        )
        return router

    async def read_calendar_file(self, request: Request, secret: str) -> Response:
        """Read a calendar by a link of it, without an account: the last 60 days and the next year, for calendar
        programs (RFC 5545)."""
        file = await self._logic.open_calendar(secret)
        return await file_unless_known(request, file.fingerprint(), partial(self._logic.write_calendar, file), _TYPE)
