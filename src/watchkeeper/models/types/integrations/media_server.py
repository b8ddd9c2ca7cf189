"""Read models of media servers' messages and of positions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from watchkeeper.foundation.core.read_model import StampedReadModel
from watchkeeper.models.types.catalogue.title_summary import TitleSummary
from watchkeeper.models.types.integrations.player_event import (
    EventReason,
    EventResult,
    PersonRole,
    PlayerEvent,
    ServerKind,
)
from watchkeeper.models.types.watchlist.play import PlayedEpisode


class ServerKey(NamedTuple):
    """A media server and the person whose it is."""

    user_id: UUID
    server_id: UUID


@dataclass(frozen=True, slots=True)
class HookTarget:
    """The media server whose address a message was sent to."""

    key: ServerKey
    kind: ServerKind


@dataclass(frozen=True, slots=True)
class QueuedEvent:
    """A message that waits, with what its server and the account say of it now."""

    key: ServerKey
    id: UUID
    event: PlayerEvent
    kind: ServerKind
    people_map: dict[str, str]
    min_percent: int
    count_manual_marks: bool
    follow_unmarks: bool
    role: str
    time_zone: str
    created_at: datetime

    @property
    def happened_at(self) -> datetime:
        """The time of the event as the server reports it, unless that is in the future."""
        played_at = self.event.at
        return self.created_at if played_at is None else min(played_at, self.created_at)

    @property
    def person_role(self) -> PersonRole | None:
        """The role of the user of the server; None for one who is not in the map."""
        known = {name.casefold(): role for name, role in self.people_map.items()}
        role = known.get((self.event.person or "").casefold())
        return None if role is None else PersonRole(role)


@dataclass(frozen=True, slots=True)
class EventOutcome:
    """What became of a message."""

    result: EventResult
    reason: EventReason | None = None
    play_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownItem:
    """The title or the episode that an item of a server is. Without a place the episode is that of the message."""

    title_id: UUID
    season: int | None = None
    number: int | None = None


class Position(StampedReadModel, frozen=True, gc=False):
    """The position at which a person stopped. `id` is that of the title, or of the episode."""

    title: TitleSummary
    episode: PlayedEpisode | None
    seconds: int
    of_seconds: int | None


def shown_event(stored: dict[str, Any] | None) -> PlayerEvent | None:
    """Return the message of a row; None if it was not understood."""
    return None if stored is None else PlayerEvent.of_json(stored)
