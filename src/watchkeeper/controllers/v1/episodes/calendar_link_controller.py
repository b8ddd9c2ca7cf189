from uuid import UUID

from fastapi import Request, Response

from watchkeeper.controllers.v1.episodes.calendar_controller import CALENDAR_PREFIX
from watchkeeper.foundation.http import (
    NO_STORE,
    PRIVATE,
    ApiRouter,
    CurrentUser,
    PageOutput,
    Paging,
    json_response,
    no_content,
    page_response,
)
from watchkeeper.logics.episodes.calendar_link_logic import CalendarLinkLogic
from watchkeeper.models.dtos.episodes.calendar_link_dtos import (
    CalendarLinkOutput,
    CalendarLinkQuery,
    CreateCalendarLinkInput,
    CreatedCalendarLinkOutput,
)
from watchkeeper.models.errors.list_errors import TooManyLinksError
from watchkeeper.models.errors.tracking_errors import CalendarLinkNotFoundError

_PREFIX = f"{CALENDAR_PREFIX}/links"


class CalendarLinkController:
    def __init__(self, logic: CalendarLinkLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX, tag="calendar")
        router.get("", self.search_calendar_links, returns=PageOutput[CalendarLinkOutput])
        router.post(
            "",
            self.create_calendar_link,
            returns=CreatedCalendarLinkOutput,
            status=201,
            shown_once=True,
            errors=[TooManyLinksError],
        )
        missing = [CalendarLinkNotFoundError]
        router.get("/{calendar_link_id}", self.get_calendar_link, returns=CalendarLinkOutput, errors=missing)
        router.delete("/{calendar_link_id}", self.delete_calendar_link, status=204, errors=missing)
        return router

    async def search_calendar_links(
        self, request: Request, user: CurrentUser, query: CalendarLinkQuery, page: Paging
    ) -> Response:
        """List the links of your calendar, without their addresses."""
        return page_response(await self._logic.search_links(user.user_id, query.sort, page), request, PRIVATE)

    async def get_calendar_link(self, calendar_link_id: UUID, user: CurrentUser) -> Response:
        """Read one link of your calendar, without its address."""
        return json_response(await self._logic.get_link(user.user_id, calendar_link_id), PRIVATE)

    async def create_calendar_link(
        self, terms: CreateCalendarLinkInput, request: Request, user: CurrentUser
    ) -> Response:
        """Make a link by which a calendar program shows when what you watch airs. The address is shown this once."""
        link, secret = await self._logic.create_link(user.user_id, terms)
        url = f"{str(request.base_url).rstrip('/')}{CALENDAR_PREFIX}/{secret}.ics"
        output = CreatedCalendarLinkOutput(**CalendarLinkOutput.of(link).model_dump(), url=url)
        return json_response(output, NO_STORE, status=201, location=f"{_PREFIX}/{link.id}")

    async def delete_calendar_link(self, calendar_link_id: UUID, user: CurrentUser) -> Response:
        """Take a link back. It shows nothing from the next request on."""
        await self._logic.delete_link(user.user_id, calendar_link_id)
        return no_content()
