"""Read models of what to watch next, and their filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from watchkeeper.foundation.core.read_model import ReadModel
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.episodes.episode import Episode
from watchkeeper.models.types.watchlist.watch_entry import WatchEntry


class NextUpGroup(StrEnum):
    """Entries with something to watch next, by why they have."""

    WATCHING = "watching"
    RETURNED = "returned"
    """Completed, and new episodes have aired since."""
    PLANNED = "planned"


class NextUpReason(StrEnum):
    """Why an episode comes next."""

    CONTINUE = "continue"
    REWATCH = "rewatch"
    NEW_EPISODES = "new_episodes"
    START = "start"


class NextUp(ReadModel, frozen=True, gc=False):
    """The next episode of a title: `remaining` episodes have aired, this one among them."""

    entry: WatchEntry
    episode: Episode
    reason: str
    remaining: int
    remaining_minutes: int | None


@dataclass(frozen=True, slots=True)
class NextUpFilter:
    """Whose next episodes are asked for."""

    groups: Sequence[NextUpGroup]
    media_type: MediaType | None = None
