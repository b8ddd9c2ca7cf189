from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Output, PageQuery
from watchkeeper.models.dtos.fields import Day
from watchkeeper.models.dtos.watchlist.play_output_dtos import PlayedTitleOutput
from watchkeeper.models.types.episodes.calendar import MAX_DAYS, USUAL_STATUSES, CalendarContent, CalendarKind
from watchkeeper.models.types.episodes.episode_kind import EpisodeKind
from watchkeeper.models.types.sorts import CalendarSort
from watchkeeper.models.types.watchlist.watch_status import WatchStatus


class CalendarQuery(PageQuery):
    from_: Day | None = Field(default=None, alias="from", description="On this day or later; the default is today.")
    to: Day | None = Field(
        default=None,
        description=f"On this day or earlier; the default is 30 days after from. At most {MAX_DAYS} days after it.",
    )
    status: tuple[WatchStatus, ...] = Field(
        default=USUAL_STATUSES, max_length=10, description="Repeatable: of entries with any of these."
    )
    what: tuple[CalendarContent, ...] = Field(default=tuple(CalendarContent), max_length=10, description="Repeatable.")
    specials: bool = Field(
        default=False, description="Whether specials are shown, too. Those of entries with include_specials always are."
    )
    sort: CalendarSort = CalendarSort.DATE


class CalendarEpisodeOutput(Output):
    model_config = ConfigDict(title="CalendarEpisode")

    id: UUID
    season: int
    number: int
    absolute_number: int | None
    kind: EpisodeKind
    title: str | None
    runtime_minutes: int | None


class CalendarItemOutput(Output):
    model_config = ConfigDict(title="CalendarItem")

    id: UUID = Field(description="Of the episode or the movie.")
    date: date
    airs_at: datetime | None = Field(description="null where only the day is known.")
    title: PlayedTitleOutput
    episode: CalendarEpisodeOutput | None = Field(description="null for a movie.")
    kind: CalendarKind
    status: WatchStatus = Field(description="Of your watch entry.")
