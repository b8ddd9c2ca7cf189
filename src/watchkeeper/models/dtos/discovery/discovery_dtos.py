"""Results of metadata providers, with TMDb's member names; additional members of the provider are passed through."""

from datetime import date
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from pydantic import ConfigDict, Field, SerializeAsAny

from watchkeeper.foundation.core.dtos import Input, Output
from watchkeeper.models.dtos.catalogue.external_media_dtos import ExternalId
from watchkeeper.models.dtos.discovery.provider_fields import (
    KnownCount,
    KnownDay,
    KnownFlag,
    KnownNumber,
    KnownNumbers,
    KnownText,
    KnownTexts,
    ProviderId,
)
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.metadata import MetadataSource
from watchkeeper.models.types.watchlist.watch_status import WatchStatus

ResultT = TypeVar("ResultT", bound="MediaOutput")


def _is_none(value: object) -> bool:
    return value is None


def _is_false(value: object) -> bool:
    return value is False


Stale = Annotated[
    bool,
    Field(exclude_if=_is_false, description="Present when the provider failed and a cached response is used."),
]


class MediaOutput(Output):
    """A movie, show or anime at its provider."""

    model_config = ConfigDict(extra="allow")

    id: ProviderId = Field(description="The number of the title at its provider.", examples=[603])
    overview: KnownText = None
    poster_path: KnownText = Field(default=None, examples=["/p96dm7sCMn4VYAStA6siNz30G1r.jpg"])
    backdrop_path: KnownText = None
    poster_url: KnownText = Field(default=None, description="The URL of the poster.")
    backdrop_url: KnownText = Field(default=None, description="The URL of the backdrop.")
    popularity: KnownNumber = None
    vote_average: KnownNumber = Field(default=None, description="0 to 10, from the votes at the provider.")
    title_id: UUID | None = Field(
        default=None, description="The id of the title in the catalogue; null if it has none."
    )
    watch_status: WatchStatus | None = Field(default=None, description="The status in your own watchlist.")
    favorite: bool | None = Field(
        default=None,
        exclude_if=_is_none,
        description="Whether it is a favourite of account_id; only if that was sent and TMDb responds.",
    )

    @property
    def names(self) -> tuple[str | None, ...]:
        """The title, and the original one."""
        return ()

    @property
    def released(self) -> date | None:
        return None


class MovieOutput(MediaOutput):
    model_config = ConfigDict(title="DiscoveredMovie")

    title: KnownText = Field(default=None, examples=["The Matrix"])
    original_title: KnownText = None
    original_language: KnownText = None
    release_date: KnownDay = None
    genre_ids: KnownNumbers = None
    vote_count: KnownCount = None
    adult: KnownFlag = None
    video: KnownFlag = None

    @property
    def names(self) -> tuple[str | None, ...]:
        return self.title, self.original_title

    @property
    def released(self) -> date | None:
        return self.release_date


class ShowOutput(MediaOutput):
    model_config = ConfigDict(title="DiscoveredShow")

    name: KnownText = Field(default=None, examples=["Breaking Bad"])
    original_name: KnownText = None
    original_language: KnownText = None
    first_air_date: KnownDay = None
    genre_ids: KnownNumbers = None
    origin_country: KnownTexts = None
    vote_count: KnownCount = None
    adult: KnownFlag = None

    @property
    def names(self) -> tuple[str | None, ...]:
        return self.name, self.original_name

    @property
    def released(self) -> date | None:
        return self.first_air_date


class AnimeOutput(MediaOutput):
    model_config = ConfigDict(title="DiscoveredAnime")

    title: KnownText = Field(default=None, examples=["Frieren: Beyond Journey's End"])
    original_title: KnownText = None
    release_date: KnownDay = Field(default=None, description="Null unless the full date is known.")
    genres: KnownTexts = Field(default=None, description="The names of the genres.")
    episodes: KnownCount = None
    format: KnownText = Field(default=None, examples=["TV"])
    status: KnownText = None
    site_url: KnownText = Field(default=None, description="The URL of the page at AniList.")

    @property
    def names(self) -> tuple[str | None, ...]:
        return self.title, self.original_title

    @property
    def released(self) -> date | None:
        return self.release_date


class MediaPageOutput(Output, Generic[ResultT]):
    """One page of a provider's results."""

    page: int = Field(ge=1)
    results: list[SerializeAsAny[ResultT]]
    total_pages: int = Field(ge=0, le=500, description="TMDb has at most 500 pages.")
    total_results: int = Field(
        ge=0, description="The provider's count; if Consumet has none, the number of results of this page."
    )
    hidden: int | None = Field(
        default=None,
        ge=0,
        exclude_if=_is_none,
        description="How many results of this page `hide` has left out; present in discovery and search.",
    )
    stale: Stale = False

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Return the name of the schema: `MoviePage`."""
        return getattr(params[0], "__name__", "Media").removesuffix("Output") + "Page"


class AttributionOutput(Output):
    """The source of the data. Show it wherever you show the data."""

    model_config = ConfigDict(title="Attribution")

    text: str
    url: str
    watch_providers: str | None = Field(default=None, description="The source of the offers to watch.")
    watch_providers_url: str | None = None


TMDB = AttributionOutput(
    text="This product uses the TMDB API but is not endorsed or certified by TMDB.",
    url="https://www.themoviedb.org",
    watch_providers="The offers to watch come from JustWatch.",
    watch_providers_url="https://www.justwatch.com",
)
ANILIST = AttributionOutput(text="The data of this anime come from AniList.", url="https://anilist.co")


class _Details(Output):
    attribution: AttributionOutput = TMDB
    stale: Stale = False


_VIDEOS = Field(description="Trailers and other videos, in TMDb's format.")
_CREDITS = Field(description="Cast and crew, in TMDb's format.")
_OFFERS = Field(description="Where it can be watched, by country, in TMDb's format.")
Parts = dict[str, Any]


class MovieDetailsOutput(MovieOutput, _Details):
    model_config = ConfigDict(title="MovieDetails")

    runtime: KnownCount = Field(default=None, description="In minutes.")
    videos: Annotated[Parts, _VIDEOS]
    credits: Annotated[Parts, _CREDITS]
    watch_providers: Annotated[Parts, _OFFERS]


class ShowDetailsOutput(ShowOutput, _Details):
    model_config = ConfigDict(title="ShowDetails")

    number_of_seasons: KnownCount = None
    number_of_episodes: KnownCount = None
    videos: Annotated[Parts, _VIDEOS]
    credits: Annotated[Parts, _CREDITS]
    watch_providers: Annotated[Parts, _OFFERS]


class AnimeDetailsOutput(AnimeOutput, _Details):
    model_config = ConfigDict(title="AnimeDetails")

    attribution: AttributionOutput = ANILIST
    runtime: KnownCount = Field(default=None, description="Of an episode, in minutes.")
    videos: Annotated[Parts, _VIDEOS] = Field(default_factory=dict)
    credits: Annotated[Parts, _CREDITS] = Field(default_factory=dict)
    watch_providers: Annotated[Parts, _OFFERS] = Field(default_factory=dict)


class ImportTitleInput(Input):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"source": "tmdb", "media_type": "movie", "external_id": "603"}]}
    )

    source: MetadataSource
    media_type: MediaType
    external_id: ExternalId
