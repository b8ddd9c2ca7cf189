from typing import Annotated

from fastapi import APIRouter, Response

from watchkeeper.controllers.documentation import problems
from watchkeeper.controllers.injection import provided
from watchkeeper.controllers.limiting import limited
from watchkeeper.controllers.routing import ContractRoute
from watchkeeper.controllers.v1.discovery.asking import (
    ANIME_PROBLEMS,
    CurrentAsker,
    IncludeAdult,
    PageNumber,
    ProviderNumber,
    SearchText,
    answer_fetched,
    parameters_of,
)
from watchkeeper.logics.discovery.discovery_logic import DiscoveryLogic
from watchkeeper.models.dtos.discovery_dtos import AnimeDetailsOutput, AnimeOutput, MediaPageOutput
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError
from watchkeeper.models.types.discovery import DetailsRequest, DiscoverRequest, SearchRequest
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.route_kind import RouteKind

router = APIRouter(prefix="/api/v1/anime", tags=["discovery"], route_class=ContractRoute)

Logic = Annotated[DiscoveryLogic, provided(DiscoveryLogic)]


@router.get("/discover", response_model=MediaPageOutput[AnimeOutput], responses=ANIME_PROBLEMS)
@limited(RouteKind.DISCOVERY)
async def discover_anime(
    asker: CurrentAsker, logic: Logic, page: PageNumber = 1, include_adult: IncludeAdult = None
) -> Response:
    """Discover anime at AniList, live: the most popular first."""
    request = DiscoverRequest(MediaType.ANIME, page, parameters_of(include_adult=include_adult))
    return answer_fetched(await logic.discover(request, asker))


@router.get("/search", response_model=MediaPageOutput[AnimeOutput], responses=ANIME_PROBLEMS)
@limited(RouteKind.DISCOVERY)
async def search_anime(
    asker: CurrentAsker, logic: Logic, query: SearchText, page: PageNumber = 1, include_adult: IncludeAdult = None
) -> Response:
    """Search anime at AniList by title, live."""
    request = SearchRequest(MediaType.ANIME, query, page, parameters_of(include_adult=include_adult))
    return answer_fetched(await logic.search(request, asker))


@router.get(
    "/{anilist_id}",
    response_model=AnimeDetailsOutput,
    responses=ANIME_PROBLEMS | problems(ProviderTitleNotFoundError),
)
@limited(RouteKind.DISCOVERY)
async def get_anime_details(anilist_id: ProviderNumber, asker: CurrentAsker, logic: Logic) -> Response:
    """Read all about an anime at AniList, live."""
    return answer_fetched(await logic.get_details(DetailsRequest(MediaType.ANIME, anilist_id), asker))
