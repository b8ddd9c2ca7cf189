"""Read models of seasons and episodes, and the filter of episodes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from msgspec import Raw

from watchkeeper.foundation.core.read_model import ReadModel, StampedReadModel
from watchkeeper.models.types.episodes.episode_kind import EpisodeKind
from watchkeeper.models.types.episodes.episode_state import EpisodeState


class Season(StampedReadModel, frozen=True, gc=False):
    """A season of a title. Gone episodes count in no number."""

    title_id: UUID
    number: int
    name: str | None
    overview: str | None
    poster_url: str | None
    air_date: date | None
    episodes_count: int
    aired_count: int
    external_ids: Raw


class Episode(StampedReadModel, frozen=True, gc=False):
    """An episode of a title; `air_date` is a day where it airs, `airs_at` an instant."""

    title_id: UUID
    season_id: UUID
    season: int
    number: int
    absolute_number: int | None
    kind: str
    title: str | None
    overview: str | None
    air_date: date | None
    airs_at: datetime | None
    runtime_minutes: int | None
    still_url: str | None
    is_premiere: bool
    is_finale: bool
    state: str
    replaced_by_id: UUID | None
    external_ids: Raw


class EpisodeViewer(ReadModel, frozen=True, gc=False):
    """What a person has seen of an episode: `seen` in the current viewing, the others in all of them."""

    seen: bool
    plays_count: int
    last_watched_on: str | None
    precision: str


class SeasonViewer(ReadModel, frozen=True, gc=False):
    """What a person has seen of a season. It is `seen` when nothing that has aired is left."""

    seen: bool
    seen_count: int
    plays_count: int
    last_watched_on: str | None
    precision: str


class SeenEpisode(ReadModel, frozen=True, gc=False):
    """An episode by its id, with what a person has seen of it."""

    id: UUID
    viewer: EpisodeViewer


class SeenSeason(ReadModel, frozen=True, gc=False):
    """A season by its id, with what a person has seen of it."""

    id: UUID
    viewer: SeasonViewer


class ViewedSeason(Season, frozen=True, gc=False):
    """A season with the data of the user who reads it."""

    viewer: SeasonViewer


class ViewedEpisode(Episode, frozen=True, gc=False):
    """An episode with the data of the user who reads it."""

    viewer: EpisodeViewer


@dataclass(frozen=True, slots=True)
class EpisodeFilter:
    """A filter of the episodes of a title; None and nothing mean any value."""

    season: int | None = None
    kinds: Sequence[EpisodeKind] = ()
    is_aired: bool | None = None
    state: EpisodeState | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """The reader of seasons and episodes, and the day: they decide which titles are visible, and what has aired."""

    id: UUID | None
    sees_all: bool
    now: datetime
    today: date
    """In the time zone of the reader."""
