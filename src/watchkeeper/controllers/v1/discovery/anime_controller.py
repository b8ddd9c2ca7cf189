from fastapi import Response

from watchkeeper.controllers.v1.discovery.provider_parameters import (
    AGE_HEADERS,
    ANIME_ERRORS,
    ProviderNumber,
    caller_at,
    provider_response,
)
from watchkeeper.foundation.http import ApiRouter, CurrentUser, RateLimitClass
from watchkeeper.logics.discovery.discovery_logic import DiscoveryLogic
from watchkeeper.models.dtos.discovery.discovery_dtos import AnimeDetailsOutput, AnimeOutput, MediaPageOutput
from watchkeeper.models.dtos.discovery.provider_query_dtos import DiscoverAnimeQuery, SearchAnimeQuery
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import DetailsRequest, DiscoverRequest


class AnimeController:
    def __init__(self, logic: DiscoveryLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(
            "/api/v1/anime",
            tag="discovery",
            errors=ANIME_ERRORS,
            rate_limit=RateLimitClass.DISCOVERY,
            response_headers=AGE_HEADERS,
        )
        router.get("/discover", self.discover_anime, returns=MediaPageOutput[AnimeOutput])
        router.get("/search", self.search_anime, returns=MediaPageOutput[AnimeOutput])
        one = "/{anilist_id}"
        router.get(one, self.get_anime_details, returns=AnimeDetailsOutput, errors=[ProviderTitleNotFoundError])
        return router

    async def discover_anime(self, query: DiscoverAnimeQuery, user: CurrentUser) -> Response:
        """Discover anime at AniList, live: the most popular first."""
        request = DiscoverRequest(MediaType.ANIME, query.page, query.criteria)
        return provider_response(await self._logic.discover(request, caller_at(user, hide=query.hide)))

    async def search_anime(self, query: SearchAnimeQuery, user: CurrentUser) -> Response:
        """Search anime at AniList by title, live."""
        request = query.search_request(MediaType.ANIME)
        return provider_response(await self._logic.search(request, caller_at(user, hide=query.hide)))

    async def get_anime_details(self, anilist_id: ProviderNumber, user: CurrentUser) -> Response:
        """Read the details of an anime at AniList, live."""
        request = DetailsRequest(MediaType.ANIME, anilist_id)
        return provider_response(await self._logic.get_details(request, caller_at(user)))
