from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Output, QueryParameters
from watchkeeper.models.dtos.catalogue.title_dtos import ListedTitleOutput, TitleFilterQuery
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import GenreCountOutput


class TitleFacetsQuery(TitleFilterQuery):
    """The filters of the list of titles."""


class RelatedTitlesQuery(QueryParameters):
    limit: int = Field(default=12, ge=1, le=40, description="How many titles at most.")


class RelatedTitlesOutput(Output):
    model_config = ConfigDict(title="RelatedTitles")

    items: list[ListedTitleOutput] = Field(description="The most alike first.")
    next_cursor: None = Field(description="There is one page.")


class YearCountOutput(Output):
    model_config = ConfigDict(title="YearCount")

    year: int
    count: int


class TitleFacetsOutput(Output):
    """The numbers of titles that match."""

    model_config = ConfigDict(title="TitleFacets")

    by_genre: list[GenreCountOutput] = Field(description="The most frequent first.")
    by_platform: list[GenreCountOutput] = Field(description="The most frequent first.")
    by_media_type: dict[str, int] = Field(examples=[{"movie": 30, "show": 11, "anime": 5}])
    years: list[YearCountOutput] = Field(description="Of release, in order.")
