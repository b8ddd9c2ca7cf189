"""Ratings as they are read: finished rows, columns selected for the answer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from watchkeeper.foundation.core.read_model import ReadModel, StampedReadModel
from watchkeeper.models.types.media_type import MediaType


def half_steps_of(score: float) -> int:
    """Return a score (1 to 5) as it is stored: 3.5 is 7."""
    return round(score * 2)


class RatedTitle(ReadModel, frozen=True, gc=False):
    """What a rating shows of its title; the average counts this very rating."""

    id: UUID
    media_type: str
    title: str
    release_date: date | None
    poster_url: str | None
    average_rating: float | None


class Rating(StampedReadModel, frozen=True, gc=False):
    """A rating together with its title."""

    score: float
    title: RatedTitle
    original_value: str | None
    original_scale: str | None


@dataclass(frozen=True, slots=True)
class RatingFilter:
    """Which of a person's ratings are wanted: those that meet every condition that is not None."""

    score: float | None = None
    media_type: MediaType | None = None
