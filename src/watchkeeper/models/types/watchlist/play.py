"""Read models of plays, and their filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from msgspec import Raw

from watchkeeper.foundation.core.read_model import ReadModel, StampedReadModel
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.title_summary import TitleSummary


class PlayKey(NamedTuple):
    """The key that a source gave to a play."""

    source: str
    source_key: str


class PlayedEpisode(ReadModel, frozen=True, gc=False):
    """The episode of a play. `id` and what follows from it are None where the catalogue does not know it."""

    id: UUID | None
    season: int
    number: int
    absolute_number: int | None
    kind: str
    title: str | None
    state: str | None


class Play(StampedReadModel, frozen=True, gc=False):
    """A play with its title and episode; `episode` is None for a play of a whole title."""

    title: TitleSummary
    episode: PlayedEpisode | None
    viewing: int
    watched_on: str | None
    precision: str
    local_date: date | None
    score: float | None
    original_value: str | None
    original_scale: str | None
    note: str | None
    place: str | None
    tags: Raw
    """`[{id, name}]` as JSON that PostgreSQL has made."""
    source: str | None
    source_key: str | None


@dataclass(frozen=True, slots=True)
class PlayFilter:
    """A filter of plays; None and nothing mean any value."""

    title_id: UUID | None = None
    episode_id: UUID | None = None
    season: int | None = None
    media_type: MediaType | None = None
    from_day: date | None = None
    to_day: date | None = None
    """Local days, both included; all of a month or year lies within, and no unknown moment does."""
    precisions: Sequence[str] = ()
    sources: Sequence[str] = ()
    viewing: int | None = None
    tags: Sequence[str] = ()
    """Names or ids, any of them."""

    @property
    def has_reversed_days(self) -> bool:
        """Whether the days include none."""
        return self.from_day is not None and self.to_day is not None and self.from_day > self.to_day
