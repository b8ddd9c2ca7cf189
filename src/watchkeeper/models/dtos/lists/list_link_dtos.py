from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Input, Output, PageQuery, Resource
from watchkeeper.models.dtos.catalogue.title_dtos import ReferenceOutput
from watchkeeper.models.dtos.fields import Text, Timestamp
from watchkeeper.models.dtos.lists.list_item_dtos import ListedEpisodeOutput, ListedSeasonOutput
from watchkeeper.models.types.catalogue.date_precision import DatePrecision
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.sorts import ListItemSort, ListLinkSort


class ListLinkQuery(PageQuery):
    sort: ListLinkSort = ListLinkSort.CREATED_AT_DESCENDING


class CreateListLinkInput(Input):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "For Alan", "expires_at": "2126-01-31T18:00:00Z"}]}
    )
    may_be_left_out = True

    name: Annotated[str, Text(200)] | None = Field(default=None, description="For yourself: who has it.")
    expires_at: Timestamp | None = Field(default=None, description="In the future; null: it does not expire.")


class ListLinkOutput(Resource):
    model_config = ConfigDict(title="ListLink")

    name: str | None
    expires_at: datetime | None = Field(description="When it expires, if it does.", examples=[None])


class CreatedListLinkOutput(ListLinkOutput):
    model_config = ConfigDict(title="CreatedListLink")

    url: str = Field(
        description="Opens the list for whoever has it, while its visibility is link. Not shown again.",
        examples=["https://watch.example.org/api/v1/shared/lists/pWnxYmXG4m1BbKZ0bDfXbAJt2f3C9sYvL0kQe7uRz1M"],
    )


class SharedListOwnerOutput(Output):
    model_config = ConfigDict(title="SharedListOwner")

    username: str


class SharedListOutput(Resource):
    """A list as whoever has a link of it sees it."""

    model_config = ConfigDict(title="SharedList")

    owner: SharedListOwnerOutput
    name: str
    description: str | None
    is_ranked: bool
    default_sort: ListItemSort
    items_count: int


class SharedTitleOutput(Output):
    """A title as strangers see it. Of one that is not in the catalogue for everybody they see its words alone: title,
    media type and year."""

    model_config = ConfigDict(title="SharedTitle")

    id: UUID | None
    media_type: MediaType
    title: str
    year: int | None
    release_date: date | None
    release_date_precision: DatePrecision | None
    runtime_minutes: int | None
    poster_url: str | None
    genres: list[ReferenceOutput] = Field(description="In order of name.")
    external_ids: dict[str, str] = Field(examples=[{"tmdb": "129"}])
    average_rating: float | None
    ratings_count: int | None


class SharedListItemOutput(Resource):
    model_config = ConfigDict(title="SharedListItem")

    title: SharedTitleOutput
    season: ListedSeasonOutput | None
    episode: ListedEpisodeOutput | None
    rank: int
    note: str | None
