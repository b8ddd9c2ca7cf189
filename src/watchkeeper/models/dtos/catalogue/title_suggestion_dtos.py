from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Output, QueryParameters
from watchkeeper.models.dtos.catalogue.title_dtos import ReferenceOutput, ViewerOutput
from watchkeeper.models.dtos.fields import Text
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.title_filter import TitleFilter


class SuggestionQuery(QueryParameters):
    q: Annotated[str, Text(100)] = Field(description="As q of the list of titles.")
    media_type: MediaType | None = None
    limit: int = Field(default=10, ge=1, le=10, description="How many titles are suggested at most.")

    @property
    def filters(self) -> TitleFilter:
        return TitleFilter(query=self.q, media_type=self.media_type)


class SuggestionOutput(Output):
    """A title that may be meant by a query."""

    model_config = ConfigDict(title="TitleSuggestion")

    id: UUID
    media_type: MediaType
    title: str
    year: int | None = Field(description="Of its release.", examples=[2001])
    poster_url: str | None
    genres: list[ReferenceOutput] = Field(description="In order of name.")
    viewer: ViewerOutput | None = Field(
        default=None,
        exclude_if=lambda viewer: viewer is None,
        description="Only in responses to a signed-in caller.",
    )


class SuggestionsOutput(Output):
    """The best matches of a query, best first."""

    model_config = ConfigDict(title="TitleSuggestions")

    items: list[SuggestionOutput]
