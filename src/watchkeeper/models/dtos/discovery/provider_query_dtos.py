"""The query parameters of what asks providers of metadata."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from watchkeeper.foundation.core.dtos import QueryParameters
from watchkeeper.models.dtos.discovery.provider_fields import AccountId, PageNumber
from watchkeeper.models.dtos.fields import Text
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import DiscoverQuery, GenreGroups, HideReason, SearchRequest
from watchkeeper.models.types.discovery.discovery_orders import MovieOrder, ShowOrder, order_of

_ORDER = "The default is popularity.desc."

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
    hide: tuple[HideReason, ...] = Field(
        default=(),
        max_length=50,
        description="Repeatable: results to leave out, which hidden counts: those that you have marked not_interested,"
        " have watched, or have on your watchlist (listed). The page is not refilled.",
    )


class DetailsQuery(QueryParameters):
    language: Language | None = Field(
        default=None, description="An IETF tag, such as en-US or pt-BR: the language of texts."
    )
    account_id: AccountId | None = Field(
        default=None, description="Your TMDb account: results then have a favourite flag."
    )


class TmdbQuery(ProviderQuery, DetailsQuery):
    """What all that ask TMDb for pages have in common."""


class DiscoverAnimeQuery(ProviderQuery):
    @property
    def criteria(self) -> DiscoverQuery:
        """What the provider is asked for."""
        return DiscoverQuery(include_adult=self.include_adult)


class SearchAnimeQuery(ProviderQuery):
    query: SearchText = Field(description="Text to search for in the name of the title.")

    def search_request(self, media_type: MediaType) -> SearchRequest:
        """Return what the provider is asked for."""
        return SearchRequest(media_type, self.query, self.page, include_adult=self.include_adult)


class DiscoverTmdbQuery(TmdbQuery):
    with_genres: GenreNumbers | None = Field(
        default=None, description="TMDb genre numbers, separated by commas (all of them) or by | (any of them)."
    )
    vote_average_gte: float | None = Field(default=None, alias="vote_average.gte", ge=0, le=10, allow_inf_nan=False)

    @property
    def genre_groups(self) -> GenreGroups | None:
        """The genres that were sent: a title has one of each group."""
        groups = None if self.with_genres is None else self.with_genres.split(",")
        return None if groups is None else tuple(tuple(map(int, group.split("|"))) for group in groups)

    def criteria_of(self, order: MovieOrder | ShowOrder | None, year: int | None) -> DiscoverQuery:
        """Return what movies and shows have in common of what the provider is asked for."""
        return DiscoverQuery(
            language=self.language,
            order=order_of(order),
            genres=self.genre_groups,
            year=year,
            minimum_average=self.vote_average_gte,
            include_adult=self.include_adult,
        )


class DiscoverMoviesQuery(DiscoverTmdbQuery):
    include_video: bool | None = Field(default=None, description="Whether to include videos; the default is no.")
    sort_by: MovieOrder | None = Field(default=None, description=_ORDER)
    primary_release_year: Year | None = None

    @property
    def criteria(self) -> DiscoverQuery:
        """What the provider is asked for."""
        common = self.criteria_of(self.sort_by, self.primary_release_year)
        return replace(common, include_video=self.include_video)


class SearchMoviesQuery(TmdbQuery):
    query: SearchText = Field(description="Text to search for in the name of the title.")
    year: Year | None = None

    def search_request(self, media_type: MediaType) -> SearchRequest:
        """Return what the provider is asked for."""
        return SearchRequest(media_type, self.query, self.page, self.language, self.year, self.include_adult)


class DiscoverShowsQuery(DiscoverTmdbQuery):
    sort_by: ShowOrder | None = Field(default=None, description=_ORDER)
    first_air_date_year: Year | None = None

    @property
    def criteria(self) -> DiscoverQuery:
        """What the provider is asked for."""
        return self.criteria_of(self.sort_by, self.first_air_date_year)


class SearchShowsQuery(TmdbQuery):
    query: SearchText = Field(description="Text to search for in the name of the title.")
    first_air_date_year: Year | None = None

    def search_request(self, media_type: MediaType) -> SearchRequest:
        """Return what the provider is asked for."""
        year = self.first_air_date_year
        return SearchRequest(media_type, self.query, self.page, self.language, year, self.include_adult)
