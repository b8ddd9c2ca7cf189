"""Read models of the first screen of the page."""

from collections.abc import Mapping
from typing import NamedTuple

from watchkeeper.foundation.core.read_model import ReadModel
from watchkeeper.models.types.catalogue.title import Title
from watchkeeper.models.types.episodes.episode import Episode
from watchkeeper.models.types.watchlist.watch_entry import WatchEntry, WatchEntryTitle


class ContinuedEntry(WatchEntry, frozen=True, gc=False):
    """A watch entry with the episode that comes next; None where no episodes are known."""

    next_episode: Episode | None


class Home(ReadModel, frozen=True, gc=False, rename={"continued": "continue"}):
    """What a person sees first."""

    continued: list[ContinuedEntry]
    counts: Mapping[str, int]
    planned_pick: list[WatchEntryTitle]
    recently_added: list[Title]
    best_rated: list[Title]
    completed_this_month: int


class HomeCounts(NamedTuple):
    """The entries of a person by status, and how many were completed this month."""

    by_status: Mapping[str, int]
    completed_this_month: int
