from fastapi import Request, Response

from watchkeeper.foundation.http import PRIVATE, ApiRouter, CurrentUser, PageOutput, Paging, page_response
from watchkeeper.logics.episodes.calendar_logic import CalendarLogic
from watchkeeper.models.dtos.episodes.calendar_dtos import CalendarItemOutput, CalendarQuery
from watchkeeper.models.errors.tracking_errors import DaysReversedError, RangeTooLongError

CALENDAR_PREFIX = "/api/v1/calendar"


class CalendarController:
    def __init__(self, logic: CalendarLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(CALENDAR_PREFIX, tag="calendar")
        router.get(
            "",
            self.search_calendar,
            returns=PageOutput[CalendarItemOutput],
            errors=[DaysReversedError, RangeTooLongError],
        )
        return router

    async def search_calendar(
        self, request: Request, user: CurrentUser, query: CalendarQuery, page: Paging
    ) -> Response:
        """List when episodes of your shows air and movies of yours are released, by the days of your time zone."""
        found = await self._logic.search(user, query, page)
        return page_response(found, request, PRIVATE)
