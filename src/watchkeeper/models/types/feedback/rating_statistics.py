"""Rating statistics of titles, as stored and as recounted."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TitleRatingStatistics:
    """The rating statistics of a title. The sum of scores is in half steps, `distribution` counts ratings by score."""

    ratings_count: int
    half_steps_sum: int
    distribution: tuple[int, ...]
    reviews_count: int


@dataclass(frozen=True, slots=True)
class RatingStatisticsDifference:
    """A title whose stored statistics differ from the count of its rows; `stored` is None if they are missing."""

    title_id: UUID
    stored: TitleRatingStatistics | None
    counted: TitleRatingStatistics


@dataclass(frozen=True, slots=True)
class RecountReport:
    """The differences that a recount repaired, and the number of weighted averages that changed with the prior."""

    differences: tuple[RatingStatisticsDifference, ...]
    reweighted: int
