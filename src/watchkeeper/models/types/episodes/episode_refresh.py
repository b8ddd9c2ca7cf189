"""The episodes of a title: as its provider has them, as they are stored, and the changes of a refresh."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.episodes.episode_state import EpisodeState

Position = tuple[int, int]
"""Season and number."""


class Airing(StrEnum):
    """Whether a title has further episodes to come."""

    UNKNOWN = "unknown"
    UPCOMING = "upcoming"
    AIRING = "airing"
    ENDED = "ended"
    CANCELLED = "cancelled"


class EpisodeSource(StrEnum):
    """The services that know episodes."""

    TMDB = "tmdb"
    ANILIST = "anilist"
    TVMAZE = "tvmaze"


class EpisodesState(StrEnum):
    """What is known of the episodes of a title."""

    NONE = "none"
    """No provider has them."""
    PENDING = "pending"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class DueShow:
    """A title whose episodes are to be refreshed, with its ids by source; `source` is where they came from before."""

    title_id: UUID
    media_type: MediaType
    external_ids: Mapping[str, str]
    source: str | None = None


@dataclass(frozen=True, slots=True)
class ProvidedSeason:
    """A season as its provider describes it."""

    number: int
    name: str | None = None
    overview: str | None = None
    poster_url: str | None = None
    air_date: date | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class ProvidedEpisode:
    """An episode as its provider describes it."""

    season: int
    number: int
    external_id: str | None = None
    title: str | None = None
    overview: str | None = None
    air_date: date | None = None
    airs_at: datetime | None = None
    runtime_minutes: int | None = None
    still_url: str | None = None
    absolute_number: int | None = None
    is_premiere: bool = False
    is_finale: bool = False

    @property
    def position(self) -> Position:
        return self.season, self.number


@dataclass(frozen=True, slots=True)
class ProvidedShow:
    """All that a provider says of the episodes of a title. An incomplete answer lacks some of what it knows.

    `has_times` is False where who knows the instants could not be asked: those that are known stay.
    """

    source: str
    airing: Airing
    seasons: Sequence[ProvidedSeason]
    episodes: Sequence[ProvidedEpisode]
    is_complete: bool = True
    has_times: bool = True


@dataclass(frozen=True, slots=True)
class KnownEpisode:
    """An episode that is stored. `missing_since` is when the first complete answer lacked it."""

    id: UUID
    season: int
    number: int
    title: str | None = None
    air_date: date | None = None
    state: EpisodeState = EpisodeState.CURRENT
    missing_since: datetime | None = None
    external_ids: Mapping[str, str] = field(default_factory=dict)
    facts: ProvidedEpisode | None = None
    """All that is stored of it, without an id."""

    @property
    def position(self) -> Position:
        return self.season, self.number

    @property
    def is_gone(self) -> bool:
        return self.state is EpisodeState.GONE


@dataclass(frozen=True, slots=True)
class EpisodeChanges:
    """The changes of a refresh to the episodes of a title."""

    added: Sequence[ProvidedEpisode] = ()
    found: Sequence[tuple[KnownEpisode, ProvidedEpisode]] = ()
    """Those that are there, whatever their place was."""
    missing: Sequence[KnownEpisode] = ()
    """Those that a complete answer lacks for the first time."""
    gone: Sequence[tuple[KnownEpisode, UUID | None]] = ()
    """Those that are gone now, each with the episode that it has become."""
    unmatched: Sequence[ProvidedEpisode] = ()
    """Those whose place another episode has."""

    @property
    def moved(self) -> int:
        return sum(known.position != provided.position for known, provided in self.found)

    def changed(self, source: str) -> list[tuple[KnownEpisode, ProvidedEpisode]]:
        """Return those of `found` that differ from what is stored."""
        return [(known, provided) for known, provided in self.found if _differ(known, provided, source)]


def _differ(known: KnownEpisode, provided: ProvidedEpisode, source: str) -> bool:
    has_new_id = provided.external_id is not None and known.external_ids.get(source) != provided.external_id
    is_back = known.is_gone or known.missing_since is not None
    return is_back or has_new_id or known.facts != replace(provided, external_id=None)


@dataclass(frozen=True, slots=True)
class EpisodeRefreshReport:
    """The numbers of episodes that a refresh adds, changes, moves, marks as gone, and can't place."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    gone: int = 0
    unmatched: int = 0
