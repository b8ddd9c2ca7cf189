"""The query parameters of what asks providers of metadata."""

from typing import Annotated

from pydantic import Field

from watchkeeper.foundation.core.dtos import QueryParameters
from watchkeeper.models.dtos.fields import Text
from watchkeeper.models.dtos.provider_fields import AccountId, PageNumber
from watchkeeper.models.types.discovery_orders import MovieOrder, ShowOrder

_ORDER = "The default is popularity.desc."
_OWN_FIELDS = ("page", "query", "account_id")

Year = Annotated[int, Field(ge=1800, le=9999)]
SearchText = Annotated[str, Text(200)]
Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$", max_length=20)]
GenreNumbers = Annotated[str, Field(pattern=r"^[0-9]{1,9}([,|][0-9]{1,9}){0,49}$")]


class ProviderQuery(QueryParameters):
    """What all that ask a provider for pages have in common."""

    page: PageNumber = 1
    include_adult: bool | None = Field(
        default=None, description="Whether to include titles for adults; the default is no."
    )

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters that were sent, under TMDb's own names and as TMDb writes them."""
        sent = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude=set(_OWN_FIELDS))
        return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in sent.items()}


class DetailsQuery(QueryParameters):
    language: Language | None = Field(
        default=None, description="An IETF tag, such as en-US or pt-BR: the language of texts."
    )
    account_id: AccountId | None = Field(
        default=None, description="Your TMDb account: results then say whether they are its favourites."
    )


class TmdbQuery(ProviderQuery, DetailsQuery):
    """What all that ask TMDb for pages have in common."""


class DiscoverAnimeQuery(ProviderQuery):
    pass


class SearchAnimeQuery(ProviderQuery):
    query: SearchText = Field(description="What the title is called.")


class DiscoverTmdbQuery(TmdbQuery):
    with_genres: GenreNumbers | None = Field(
        default=None, description="TMDb's numbers of genres: with commas all of them, with | any of them."
    )
    vote_average_gte: float | None = Field(default=None, alias="vote_average.gte", ge=0, le=10, allow_inf_nan=False)


class DiscoverMoviesQuery(DiscoverTmdbQuery):
    include_video: bool | None = Field(default=None, description="Whether to include videos; the default is no.")
    sort_by: MovieOrder | None = Field(default=None, description=_ORDER)
    primary_release_year: Year | None = None


class SearchMoviesQuery(TmdbQuery):
    query: SearchText = Field(description="What the title is called.")
    year: Year | None = None


class DiscoverShowsQuery(DiscoverTmdbQuery):
    sort_by: ShowOrder | None = Field(default=None, description=_ORDER)
    first_air_date_year: Year | None = None


class SearchShowsQuery(TmdbQuery):
    query: SearchText = Field(description="What the title is called.")
    first_air_date_year: Year | None = None
