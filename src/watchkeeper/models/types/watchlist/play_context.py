from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from watchkeeper.models.types.watchlist.watching import WatchedEpisode, Watching


class KnownPlay(NamedTuple):
    """A play that is there already, and its title."""

    id: UUID
    title_id: UUID


@dataclass(frozen=True, slots=True)
class PlayContext:
    """What decides about a new play of a title that is not locked.

    `known` is the play with the same key of a source; `episodes` are those that the new one may mean. `seen` are keys
    of episodes that the current viewing has seen, of those alone.
    """

    watching: Watching
    known: KnownPlay | None
    episodes: Sequence[WatchedEpisode]
    seen: frozenset[object]
