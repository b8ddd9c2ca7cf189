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
from watchkeeper.models.dtos.discovery_dtos import MediaPageOutput, ShowDetailsOutput, ShowOutput
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError
from watchkeeper.models.types.discovery import DetailsRequest, DiscoverRequest, SearchRequest
from watchkeeper.models.types.discovery_orders import ShowOrder
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.route_kind import RouteKind

router = APIRouter(prefix="/api/v1/shows", tags=["discovery"], route_class=ContractRoute)

Logic = Annotated[DiscoveryLogic, provided(DiscoveryLogic)]


@router.get("/discover", response_model=MediaPageOutput[ShowOutput], responses=provider_problems())
@limited(RouteKind.DISCOVERY)
async def discover_shows(
    asker: TmdbAsker,
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
    return answer_fetched(await logic.discover(DiscoverRequest(MediaType.SHOW, page, parameters), asker))


@router.get("/search", response_model=MediaPageOutput[ShowOutput], responses=provider_problems())
@limited(RouteKind.DISCOVERY)
async def search_shows(
    asker: TmdbAsker,
    logic: Logic,
    query: SearchText,
    page: PageNumber = 1,
    language: Language = None,
    include_adult: IncludeAdult = None,
    first_air_date_year: Year = None,
) -> Response:
    """Search shows at TMDb by name, live."""
    parameters = parameters_of(language=language, include_adult=include_adult, first_air_date_year=first_air_date_year)
    return answer_fetched(await logic.search(SearchRequest(MediaType.SHOW, query, page, parameters), asker))


@router.get("/{tmdb_id}", response_model=ShowDetailsOutput, responses=provider_problems(ProviderTitleNotFoundError))
@limited(RouteKind.DISCOVERY)
async def get_show_details(
    tmdb_id: ProviderNumber, asker: TmdbAsker, logic: Logic, language: Language = None
) -> Response:
    """Read all about a show at TMDb, live: with videos, credits and offers to watch."""
    return answer_fetched(await logic.get_details(DetailsRequest(MediaType.SHOW, tmdb_id, language), asker))
