"""Read models of what a person has watched and rated, in a year or ever."""

from uuid import UUID

from watchkeeper.foundation.core.read_model import ReadModel
from watchkeeper.models.types.catalogue.title import TitleSuggestion


class MonthCount(ReadModel, frozen=True, gc=False):
    """How much was watched in a month, `2026-11`."""

    month: str
    movies: int
    episodes: int
    shows: int


class GenreStatistic(ReadModel, frozen=True, gc=False):
    """The titles of a genre that were watched, and the mean of the own scores."""

    id: UUID
    name: str
    count: int
    average: float | None


class DecadeCount(ReadModel, frozen=True, gc=False):
    """The titles of a decade that were watched."""

    decade: int
    count: int


class WatchedCounts(ReadModel, frozen=True, gc=False):
    """What was watched."""

    completed: int
    movies: int
    shows: int
    episodes: int
    minutes: int
    minutes_unknown: int
    undated: int
    years: list[int]
    by_month: list[MonthCount]
    by_day: dict[str, int]
    by_genre: list[GenreStatistic]
    by_release_decade: list[DecadeCount]


class RatingDistributions(ReadModel, frozen=True, gc=False):
    """The own ratings by score, and everyone's of the same titles."""

    own: dict[str, int]
    all: dict[str, int]


class FarRating(ReadModel, frozen=True, gc=False):
    """A title whose own score is far from everyone's average."""

    title: TitleSuggestion
    own: float
    all: float


class RatedCounts(ReadModel, frozen=True, gc=False):
    """What was rated and reviewed."""

    average: float | None
    average_of_all: float | None
    reviews: int
    ratings: RatingDistributions
    furthest: list[FarRating]


class Statistics(WatchedCounts, frozen=True, gc=False):
    """Statistics of what a person has watched and rated: with the members of `RatedCounts`."""

    average: float | None
    average_of_all: float | None
    reviews: int
    ratings: RatingDistributions
    furthest: list[FarRating]
