from typing import Annotated

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Input, PageQuery, Resource
from watchkeeper.models.dtos.fields import Text
from watchkeeper.models.types.episodes.calendar import USUAL_STATUSES, CalendarContent
from watchkeeper.models.types.sorts import CalendarLinkSort
from watchkeeper.models.types.watchlist.watch_status import WatchStatus


class CalendarLinkQuery(PageQuery):
    sort: CalendarLinkSort = CalendarLinkSort.CREATED_AT_DESCENDING


class CreateCalendarLinkInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Telephone", "status": ["watching"]}]})
    may_be_left_out = True

    name: Annotated[str, Text(200)] | None = Field(default=None, description="What calendar programs call it.")
    status: list[WatchStatus] = Field(
        default_factory=lambda: list(USUAL_STATUSES),
        min_length=1,
        max_length=10,
        description="Which entries it shows; the default is watching and planned.",
    )
    what: list[CalendarContent] = Field(
        default_factory=lambda: list(CalendarContent),
        min_length=1,
        max_length=10,
        description="What it shows; the default is all.",
    )


class CalendarLinkOutput(Resource):
    model_config = ConfigDict(title="CalendarLink")

    name: str | None = Field(examples=["Telephone"])
    status: list[WatchStatus]
    what: list[CalendarContent]


class CreatedCalendarLinkOutput(CalendarLinkOutput):
    model_config = ConfigDict(title="CreatedCalendarLink")

    url: str = Field(
        description="For calendar programs: shows the calendar to whoever has it. Not shown again.",
        examples=["https://watch.example.org/api/v1/calendar/pWnxYmXG4m1BbKZ0bDfXbAJt2f3C9sYvL0kQe7uRz1M.ics"],
    )
