"""The figures of titles, as stored and as counted anew."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TitleRatingStatistics:
    """Ratings (their sum in half steps, their number by score) and reviews of a title."""

    ratings_count: int
    half_steps_sum: int
    distribution: tuple[int, ...]
    reviews_count: int


@dataclass(frozen=True, slots=True)
class RatingStatisticsDifference:
    """A title whose stored figures are not those of its rows; None where it has none stored."""

    title_id: UUID
    stored: TitleRatingStatistics | None
    counted: TitleRatingStatistics


@dataclass(frozen=True, slots=True)
class RecountReport:
    """What a recount found and repaired, and how many weighted averages moved with the mean of all ratings."""

    differences: tuple[RatingStatisticsDifference, ...]
    reweighted: int
