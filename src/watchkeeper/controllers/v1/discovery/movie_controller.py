from typing import Annotated

from fastapi import APIRouter, Query, Response

from watchkeeper.controllers.injection import provided
from watchkeeper.controllers.limiting import limited
from watchkeeper.controllers.routing import ContractRoute
from watchkeeper.controllers.v1.discovery.asking import (
    Genres,
    IncludeAdult,
    Language,
    LeastAverage,
    PageNumber,
    ProviderNumber,
    SearchText,
    TmdbAsker,
    Year,
    answer_fetched,
    parameters_of,
    provider_problems,
)
from watchkeeper.logics.discovery.discovery_logic import DiscoveryLogic
from watchkeeper.models.dtos.discovery_dtos import MediaPageOutput, MovieDetailsOutput, MovieOutput
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError
from watchkeeper.models.types.discovery import DetailsRequest, DiscoverRequest, SearchRequest
from watchkeeper.models.types.discovery_orders import MovieOrder
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.route_kind import RouteKind

router = APIRouter(prefix="/api/v1/movies", tags=["discovery"], route_class=ContractRoute)

Logic = Annotated[DiscoveryLogic, provided(DiscoveryLogic)]


@router.get("/discover", response_model=MediaPageOutput[MovieOutput], responses=provider_problems())
@limited(RouteKind.DISCOVERY)
async def discover_movies(
    asker: TmdbAsker,
    logic: Logic,
    page: PageNumber = 1,
    language: Language = None,
    include_adult: IncludeAdult = None,
    include_video: Annotated[bool | None, Query(description="Whether to include videos; the default is no.")] = None,
    sort_by: Annotated[MovieOrder | None, Query(description="The default is popularity.desc.")] = None,
    with_genres: Genres = None,
    primary_release_year: Year = None,
    vote_average_gte: LeastAverage = None,
) -> Response:
    """Discover movies at TMDb, live."""
    parameters = parameters_of(
        language=language,
        include_adult=include_adult,
        include_video=include_video,
        sort_by=sort_by,
        with_genres=with_genres,
        primary_release_year=primary_release_year,
        vote_average__gte=vote_average_gte,
    )
    return answer_fetched(await logic.discover(DiscoverRequest(MediaType.MOVIE, page, parameters), asker))


@router.get("/search", response_model=MediaPageOutput[MovieOutput], responses=provider_problems())
@limited(RouteKind.DISCOVERY)
async def search_movies(
    asker: TmdbAsker,
    logic: Logic,
    query: SearchText,
    page: PageNumber = 1,
    language: Language = None,
    include_adult: IncludeAdult = None,
    year: Year = None,
) -> Response:
    """Search movies at TMDb by title, live."""
    parameters = parameters_of(language=language, include_adult=include_adult, year=year)
    return answer_fetched(await logic.search(SearchRequest(MediaType.MOVIE, query, page, parameters), asker))


@router.get("/{tmdb_id}", response_model=MovieDetailsOutput, responses=provider_problems(ProviderTitleNotFoundError))
@limited(RouteKind.DISCOVERY)
async def get_movie_details(
    tmdb_id: ProviderNumber, asker: TmdbAsker, logic: Logic, language: Language = None
) -> Response:
    """Read all about a movie at TMDb, live: with videos, credits and offers to watch."""
    return answer_fetched(await logic.get_details(DetailsRequest(MediaType.MOVIE, tmdb_id, language), asker))
