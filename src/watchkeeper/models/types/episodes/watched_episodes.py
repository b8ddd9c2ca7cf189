"""Marks many episodes watched at once, or unwatched."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from watchkeeper.foundation.core.read_model import ReadModel
from watchkeeper.models.types.undo.operation import RowImage
from watchkeeper.models.types.watchlist.watch_entry import WatchEntry


@dataclass(frozen=True, slots=True)
class SelectableEpisode:
    """An episode of a title, with what decides whether it is watched."""

    id: UUID
    season: int
    number: int
    airs_at: datetime | None
    air_date: date | None
    runtime_minutes: int | None
    """Its own, else that of the title."""
    was_played: bool
    """Whether it has a play in any viewing: then it has aired, whatever its day."""
    is_seen: bool
    """Whether it counts as seen in this viewing: it has a play, or had aired when the title was done."""

    @property
    def place(self) -> tuple[int, int]:
        return self.season, self.number


@dataclass(frozen=True, slots=True)
class ListedPlay:
    """A play of an episode of a title, by the place that the episode, or the one it has become, has now."""

    id: UUID
    viewing: int
    episode_id: UUID | None
    season: int | None
    number: int | None


@dataclass(frozen=True, slots=True)
class RemovedPlay:
    """A play that was removed, as it was."""

    id: UUID
    image: RowImage


class WatchedItem(ReadModel, frozen=True, gc=False):
    """The outcome for one episode."""

    episode_id: UUID
    play_id: UUID | None
    result: str


class Skipped(ReadModel, frozen=True, gc=False):
    """The numbers of episodes that were left out, by reason."""

    seen: int
    unaired: int
    special: int


class Watched(ReadModel, frozen=True, gc=False):
    """The outcome for the selected episodes; `entry` is None if the title is not in the watchlist."""

    operation_id: UUID | None
    added: int
    skipped: Skipped
    items: list[WatchedItem]
    entry: WatchEntry | None


class Unwatched(ReadModel, frozen=True, gc=False):
    """The number of removed plays."""

    operation_id: UUID | None
    removed: int
    entry: WatchEntry | None
