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
from watchkeeper.models.dtos.discovery.discovery_dtos import MediaPageOutput, MovieDetailsOutput, MovieOutput
from watchkeeper.models.dtos.discovery.provider_query_dtos import DetailsQuery, DiscoverMoviesQuery, SearchMoviesQuery
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import DetailsRequest, DiscoverRequest


class MovieController:
    def __init__(self, logic: DiscoveryLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(
            "/api/v1/movies",
            tag="discovery",
            errors=DISCOVERY_ERRORS,
            rate_limit=RateLimitClass.DISCOVERY,
            response_headers=AGE_HEADERS,
        )
        router.get("/discover", self.discover_movies, returns=MediaPageOutput[MovieOutput])
        router.get("/search", self.search_movies, returns=MediaPageOutput[MovieOutput])
        one = "/{tmdb_id}"
        router.get(one, self.get_movie_details, returns=MovieDetailsOutput, errors=[ProviderTitleNotFoundError])
        return router

    async def discover_movies(self, query: DiscoverMoviesQuery, user: CurrentUser, token: TmdbToken) -> Response:
        """Discover movies at TMDb, live."""
        request = DiscoverRequest(MediaType.MOVIE, query.page, query.criteria)
        caller = caller_at(user, token, query.account_id, query.hide)
        return provider_response(await self._logic.discover(request, caller))

    async def search_movies(self, query: SearchMoviesQuery, user: CurrentUser, token: TmdbToken) -> Response:
        """Search movies at TMDb by title, live."""
        request = query.search_request(MediaType.MOVIE)
        caller = caller_at(user, token, query.account_id, query.hide)
        return provider_response(await self._logic.search(request, caller))

    async def get_movie_details(
        self, tmdb_id: ProviderNumber, query: DetailsQuery, user: CurrentUser, token: TmdbToken
    ) -> Response:
        """Read the details of a movie at TMDb, live, with videos, credits and offers to watch."""
        request = DetailsRequest(MediaType.MOVIE, tmdb_id, query.language)
        return provider_response(await self._logic.get_details(request, caller_at(user, token, query.account_id)))
