from typing import Annotated

from fastapi import APIRouter, Query, Response

from watchkeeper.controllers.v1.discovery.provider_parameters import (
    Genres,
    IncludeAdult,
    Language,
    LeastAverage,
    PageNumber,
    ProviderNumber,
    SearchText,
    TmdbCaller,
    Year,
    parameters_of,
    provider_problems,
    provider_response,
)
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.rate_limit_headers import rate_limited
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass
from watchkeeper.logics.discovery.discovery_logic import DiscoveryLogic
from watchkeeper.models.dtos.discovery_dtos import MediaPageOutput, ShowDetailsOutput, ShowOutput
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError
from watchkeeper.models.types.discovery import DetailsRequest, DiscoverRequest, SearchRequest
from watchkeeper.models.types.discovery_orders import ShowOrder
from watchkeeper.models.types.media_type import MediaType

router = APIRouter(prefix="/api/v1/shows", tags=["discovery"], route_class=ApiRoute)

Logic = Annotated[DiscoveryLogic, provided(DiscoveryLogic)]


@router.get("/discover", response_model=MediaPageOutput[ShowOutput], responses=provider_problems())
@rate_limited(RateLimitClass.DISCOVERY)
async def discover_shows(
    provider_caller: TmdbCaller,
    logic: Logic,
    page: PageNumber = 1,
    language: Language = None,
    include_adult: IncludeAdult = None,
    sort_by: Annotated[ShowOrder | None, Query(description="The default is popularity.desc.")] = None,
    with_genres: Genres = None,
    first_air_date_year: Year = None,
    vote_average_gte: LeastAverage = None,
) -> Response:
    """Discover shows at TMDb, live."""
    parameters = parameters_of(
        language=language,
        include_adult=include_adult,
        sort_by=sort_by,
        with_genres=with_genres,
        first_air_date_year=first_air_date_year,
        vote_average__gte=vote_average_gte,
    )
    return provider_response(await logic.discover(DiscoverRequest(MediaType.SHOW, page, parameters), provider_caller))


@router.get("/search", response_model=MediaPageOutput[ShowOutput], responses=provider_problems())
@rate_limited(RateLimitClass.DISCOVERY)
async def search_shows(
    provider_caller: TmdbCaller,
    logic: Logic,
    query: SearchText,
    page: PageNumber = 1,
    language: Language = None,
    include_adult: IncludeAdult = None,
    first_air_date_year: Year = None,
) -> Response:
    """Search shows at TMDb by name, live."""
    parameters = parameters_of(language=language, include_adult=include_adult, first_air_date_year=first_air_date_year)
    return provider_response(
        await logic.search(SearchRequest(MediaType.SHOW, query, page, parameters), provider_caller)
    )


@router.get("/{tmdb_id}", response_model=ShowDetailsOutput, responses=provider_problems(ProviderTitleNotFoundError))
@rate_limited(RateLimitClass.DISCOVERY)
async def get_show_details(
    tmdb_id: ProviderNumber, provider_caller: TmdbCaller, logic: Logic, language: Language = None
) -> Response:
    """Read all about a show at TMDb, live: with videos, credits and offers to watch."""
    return provider_response(
        await logic.get_details(DetailsRequest(MediaType.SHOW, tmdb_id, language), provider_caller)
    )
