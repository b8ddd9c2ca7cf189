from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Output, QueryParameters
from watchkeeper.models.dtos.catalogue.title_suggestion_dtos import SuggestionOutput
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import GenreCountOutput


class StatisticsQuery(QueryParameters):
    year: int | None = Field(default=None, ge=1, le=9999, description="In your time zone; everything without it.")


class MonthCountOutput(Output):
    model_config = ConfigDict(title="MonthCount")

    month: str = Field(examples=["2026-11"])
    movies: int
    episodes: int
    shows: int


class GenreStatisticOutput(GenreCountOutput):
    model_config = ConfigDict(title="GenreStatistic")

    average: float | None = Field(description="Of your scores.")


class DecadeCountOutput(Output):
    model_config = ConfigDict(title="DecadeCount")

    decade: int = Field(examples=[1990])
    count: int


class RatingDistributionsOutput(Output):
    model_config = ConfigDict(title="RatingDistributions")

    own: dict[str, int] = Field(examples=[{"4.5": 2, "5": 1}])
    all: dict[str, int] = Field(description="Everyone's, of the same titles.", examples=[{"4.5": 2, "5": 1}])


class FarRatingOutput(Output):
    model_config = ConfigDict(title="FarRating")

    title: SuggestionOutput
    own: float
    all: float


class StatisticsOutput(Output):
    model_config = ConfigDict(title="Statistics")

    completed: int = Field(description="Titles.")
    movies: int = Field(description="Times; a completed title without plays counts once.")
    shows: int = Field(description="Whole ones, without their episodes.")
    episodes: int
    minutes: int
    minutes_unknown: int = Field(description="Times of unknown length.")
    undated: int = Field(description="Times of unknown date; none of them is in a year.")
    years: list[int] = Field(description="With something watched.")
    by_month: list[MonthCountOutput]
    by_day: dict[str, int] = Field(description="Of the year, else of the last 366 days.", examples=[{"2026-11-12": 3}])
    by_genre: list[GenreStatisticOutput] = Field(description="Titles, the most frequent first.")
    by_release_decade: list[DecadeCountOutput] = Field(description="Titles.")
    average: float | None = Field(description="Of your ratings of that time.")
    average_of_all: float | None = Field(description="Everyone's, of the same titles.")
    reviews: int
    ratings: RatingDistributionsOutput
    furthest: list[FarRatingOutput] = Field(description="Ten at most that you rate otherwise than everyone.")
