"""Read models of ratings, and their filter."""

from dataclasses import dataclass

from watchkeeper.foundation.core.read_model import StampedReadModel
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.title_summary import TitleSummary


def half_steps_of(score: float) -> int:
    """Return the stored form of a score (1 to 5) in half steps: 3.5 is 7."""
    return round(score * 2)


class RatedTitle(TitleSummary, frozen=True, gc=False):
    """The title in a rating. The average includes this rating."""

    average_rating: float | None


class Rating(StampedReadModel, frozen=True, gc=False):
    """A rating with its title."""

    score: float
    title: RatedTitle
    original_value: str | None
    original_scale: str | None


@dataclass(frozen=True, slots=True)
class RatingFilter:
    """A filter of a user's ratings; None means any value."""

    score: float | None = None
    media_type: MediaType | None = None
