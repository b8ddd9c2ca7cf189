"""Read models of the calendar of a person, and its filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec import Raw

from watchkeeper.foundation.core.read_model import ReadModel, StampedReadModel
from watchkeeper.models.types.catalogue.title_summary import TitleSummary
from watchkeeper.models.types.watchlist.watch_status import WatchStatus

MAX_DAYS = 366
USUAL_STATUSES = (WatchStatus.WATCHING, WatchStatus.PLANNED)


class CalendarContent(StrEnum):
    """What a calendar shows."""

    EPISODES = "episodes"
    MOVIES = "movies"


class CalendarKind(StrEnum):
    """What happens on a day: an episode airs, the first or last of a season, or a movie is released."""

    EPISODE = "episode"
    PREMIERE = "premiere"
    FINALE = "finale"
    MOVIE = "movie"


class CalendarItem(ReadModel, frozen=True, gc=False):
    """An episode or a movie (`id`) on its day in the time zone of the reader; `airs_at` is None where only the day is
    known."""

    id: UUID
    date: date
    airs_at: datetime | None
    title: TitleSummary
    episode: Raw | None
    """JSON that PostgreSQL has made."""
    kind: str
    status: str


@dataclass(frozen=True, slots=True)
class CalendarFilter:
    """A filter of a calendar. Days are local, and both are included."""

    from_day: date
    to_day: date
    statuses: Sequence[str] = USUAL_STATUSES
    content: Sequence[str] = tuple(CalendarContent)
    with_specials: bool = False


class CalendarLink(StampedReadModel, frozen=True, gc=False):
    """A link that shows a calendar, without its secret."""

    name: str | None
    status: list[str]
    what: list[str]


class OpenedCalendar(ReadModel, frozen=True, gc=False):
    """The calendar that a link shows."""

    user_id: UUID
    time_zone: str
    name: str | None
    statuses: list[str]
    content: list[str]
    installation_id: UUID


class CalendarEvent(ReadModel, frozen=True, gc=False):
    """An event of a calendar file: an episode or a movie. `updated_at` grows with each change of it."""

    id: UUID
    date: date
    airs_at: datetime | None
    title: str
    season: int | None
    number: int | None
    episode_title: str | None
    runtime_minutes: int | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """The events of a calendar, and what their file is called. Their names end in `installation_id`."""

    name: str | None
    installation_id: UUID
    events: Sequence[CalendarEvent]

    def fingerprint(self) -> bytes:
        """Return what changes with the file, which takes a hundredth of the time of writing it."""
        return msgspec.json.encode((self.name, self.installation_id, self.events))
