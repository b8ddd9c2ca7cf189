"""Messages of media servers about playing, in one form for all servers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import TypeAdapter


class ServerKind(StrEnum):
    """The programs whose messages are understood."""

    PLEX = "plex"
    JELLYFIN = "jellyfin"
    EMBY = "emby"
    KODI = "kodi"


class PlayerAction(StrEnum):
    """What happened to an item."""

    PROGRESS = "progress"
    """It is being played, or was paused."""
    STOP = "stop"
    MARK = "mark"
    """It was marked as played by hand."""
    UNMARK = "unmark"
    OTHER = "other"


class EventResult(StrEnum):
    """What became of a message."""

    QUEUED = "queued"
    PLAY = "play"
    PROGRESS = "progress"
    IGNORED = "ignored"
    UNMATCHED = "unmatched"
    DUPLICATE = "duplicate"


class EventReason(StrEnum):
    """Why it became that."""

    UNREADABLE = "unreadable"
    NOT_ABOUT_PLAYING = "not_about_playing"
    NOT_A_FILM_OR_EPISODE = "not_a_film_or_episode"
    PERSON_IGNORED = "person_ignored"
    PERSON_UNKNOWN = "person_unknown"
    STOPPED_EARLY = "stopped_early"
    NO_POSITION = "no_position"
    MARKS_NOT_COUNTED = "marks_not_counted"
    MARKS_NOT_TAKEN_BACK = "marks_not_taken_back"
    NOTHING_TO_TAKE_BACK = "nothing_to_take_back"
    TAKEN_BACK = "taken_back"
    SAME_MESSAGE = "same_message"
    SEEN_ALREADY = "seen_already"
    NO_IDS = "no_ids"
    NOT_IN_CATALOGUE = "not_in_catalogue"
    AMBIGUOUS = "ambiguous"
    LATER_KNOWN = "later_known"
    WATCHLIST_FULL = "watchlist_full"


class PersonRole(StrEnum):
    """What a user of a media server is to the account."""

    ME = "me"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerEvent:
    """A message of a media server. Times are seconds; ids are by source and as the server writes them.

    Of an episode, `ids` are its own and `series_ids` those of its show; a file may hold several `numbers`.
    """

    action: PlayerAction
    person: str | None = None
    item_type: str | None = None
    """`movie` or `episode`; None for anything else."""
    item_id: str | None = None
    series_id: str | None = None
    title: str | None = None
    series_title: str | None = None
    year: int | None = None
    season: int | None = None
    numbers: tuple[int, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    series_ids: Mapping[str, str] = field(default_factory=dict)
    position: float | None = None
    duration: float | None = None
    is_completed: bool = False
    """Whether the server itself says that the item was played to its end."""
    session: str | None = None
    at: datetime | None = None
    """When it happened, where the server tells it."""

    @property
    def is_episode(self) -> bool:
        return self.item_type == "episode"

    @property
    def percent(self) -> float | None:
        """How much of the item was played, from 0 to 100; None where the server does not tell."""
        if self.position is None or not self.duration:
            return None
        return min(100.0, self.position / self.duration * 100)

    @property
    def item_key(self) -> str | None:
        """The key of the item at its server."""
        return self.item_id or _key_of(self.ids)

    @property
    def series_key(self) -> str | None:
        """The key of the show of an episode at its server."""
        key = (self.series_id or _key_of(self.series_ids)) if self.is_episode else None
        return key and f"series:{key}"

    def as_json(self) -> dict[str, object]:
        """Return the event as it is stored."""
        members: dict[str, object] = _EVENTS.dump_python(self, mode="json", exclude_defaults=True)
        return members

    @classmethod
    def of_json(cls, stored: object) -> Self:
        """Return a stored event."""
        return _EVENTS.validate_python(stored)  # type: ignore[return-value]


def _key_of(ids: Mapping[str, str]) -> str | None:
    return next((f"{source}:{ids[source]}" for source in sorted(ids)), None)


_EVENTS = TypeAdapter(PlayerEvent)
