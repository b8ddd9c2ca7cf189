from typing import Annotated

from fastapi import APIRouter, Response

from watchkeeper.controllers.v1.discovery.provider_parameters import (
    ANIME_PROBLEMS,
    CurrentProviderCaller,
    IncludeAdult,
    PageNumber,
    ProviderNumber,
    SearchText,
    parameters_of,
    provider_response,
)
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.problem_responses import problems
from watchkeeper.foundation.http.rate_limit_headers import rate_limited
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass
from watchkeeper.logics.discovery.discovery_logic import DiscoveryLogic
from watchkeeper.models.dtos.discovery_dtos import AnimeDetailsOutput, AnimeOutput, MediaPageOutput
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError
from watchkeeper.models.types.discovery import DetailsRequest, DiscoverRequest, SearchRequest
from watchkeeper.models.types.media_type import MediaType

router = APIRouter(prefix="/api/v1/anime", tags=["discovery"], route_class=ApiRoute)

Logic = Annotated[DiscoveryLogic, provided(DiscoveryLogic)]


@router.get("/discover", response_model=MediaPageOutput[AnimeOutput], responses=ANIME_PROBLEMS)
@rate_limited(RateLimitClass.DISCOVERY)
async def discover_anime(
    provider_caller: CurrentProviderCaller, logic: Logic, page: PageNumber = 1, include_adult: IncludeAdult = None
) -> Response:
    """Discover anime at AniList, live: the most popular first."""
    request = DiscoverRequest(MediaType.ANIME, page, parameters_of(include_adult=include_adult))
    return provider_response(await logic.discover(request, provider_caller))


@router.get("/search", response_model=MediaPageOutput[AnimeOutput], responses=ANIME_PROBLEMS)
@rate_limited(RateLimitClass.DISCOVERY)
async def search_anime(
    provider_caller: CurrentProviderCaller,
    logic: Logic,
    query: SearchText,
    page: PageNumber = 1,
    include_adult: IncludeAdult = None,
) -> Response:
    """Search anime at AniList by title, live."""
    request = SearchRequest(MediaType.ANIME, query, page, parameters_of(include_adult=include_adult))
    return provider_response(await logic.search(request, provider_caller))


@router.get(
    "/{anilist_id}",
    response_model=AnimeDetailsOutput,
    responses=ANIME_PROBLEMS | problems(ProviderTitleNotFoundError),
)
@rate_limited(RateLimitClass.DISCOVERY)
async def get_anime_details(
    anilist_id: ProviderNumber, provider_caller: CurrentProviderCaller, logic: Logic
) -> Response:
    """Read all about an anime at AniList, live."""
    return provider_response(await logic.get_details(DetailsRequest(MediaType.ANIME, anilist_id), provider_caller))
