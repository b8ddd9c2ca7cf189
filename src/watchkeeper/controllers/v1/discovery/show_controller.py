from fastapi import Response

from watchkeeper.controllers.v1.discovery.provider_parameters import (
    AGE_HEADERS,
    DISCOVERY_ERRORS,
    ProviderNumber,
    TmdbToken,
    caller_at,
    provider_response,
)
from watchkeeper.foundation.http import ApiRouter, CurrentUser, RateLimitClass
from watchkeeper.logics.discovery.discovery_logic import DiscoveryLogic
from watchkeeper.models.dtos.discovery.discovery_dtos import MediaPageOutput, ShowDetailsOutput, ShowOutput
from watchkeeper.models.dtos.discovery.provider_query_dtos import DetailsQuery, DiscoverShowsQuery, SearchShowsQuery
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import DetailsRequest, DiscoverRequest


class ShowController:
    def __init__(self, logic: DiscoveryLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(
            "/api/v1/shows",
            tag="discovery",
            errors=DISCOVERY_ERRORS,
            rate_limit=RateLimitClass.DISCOVERY,
            response_headers=AGE_HEADERS,
        )
        router.get("/discover", self.discover_shows, returns=MediaPageOutput[ShowOutput])
        router.get("/search", self.search_shows, returns=MediaPageOutput[ShowOutput])
        router.get("/{tmdb_id}", self.get_show_details, returns=ShowDetailsOutput, errors=[ProviderTitleNotFoundError])
        return router

    async def discover_shows(self, query: DiscoverShowsQuery, user: CurrentUser, token: TmdbToken) -> Response:
        """Discover shows at TMDb, live."""
        request = DiscoverRequest(MediaType.SHOW, query.page, query.criteria)
        caller = caller_at(user, token, query.account_id, query.hide)
        return provider_response(await self._logic.discover(request, caller))

    async def search_shows(self, query: SearchShowsQuery, user: CurrentUser, token: TmdbToken) -> Response:
        """Search shows at TMDb by name, live."""
        request = query.search_request(MediaType.SHOW)
        caller = caller_at(user, token, query.account_id, query.hide)
        return provider_response(await self._logic.search(request, caller))

    async def get_show_details(
        self, tmdb_id: ProviderNumber, query: DetailsQuery, user: CurrentUser, token: TmdbToken
    ) -> Response:
        """Read the details of a show at TMDb, live, with videos, credits and offers to watch."""
        request = DetailsRequest(MediaType.SHOW, tmdb_id, query.language)
        return provider_response(await self._logic.get_details(request, caller_at(user, token, query.account_id)))
