from uuid import UUID

from fastapi import Request, Response

from watchkeeper.controllers.v1.discovery.provider_parameters import TMDB_ERRORS
from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    Caller,
    CurrentAdmin,
    PageOutput,
    Paging,
    RateLimitClass,
    headers_for,
    json_response,
    page_response,
)
from watchkeeper.logics.episodes.episode_logic import EpisodeLogic
from watchkeeper.logics.episodes.episode_refresh_logic import EpisodeRefreshLogic
from watchkeeper.models.dtos.episodes.episode_dtos import (
    EpisodeOutput,
    EpisodeQuery,
    EpisodeRefreshOutput,
    RefreshEpisodesInput,
    SeasonOutput,
    SeasonQuery,
)
from watchkeeper.models.errors.catalogue_errors import (
    EpisodeNotFoundError,
    RefreshInProgressError,
    SeasonNotFoundError,
    TitleMergedError,
    TitleNotFoundError,
)
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError, UnsupportedSourceError


class EpisodeController:
    def __init__(self, logic: EpisodeLogic, refresh: EpisodeRefreshLogic) -> None:
        self._logic = logic
        self._refresh = refresh

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1", tag="episodes")
        of_title = [TitleNotFoundError, TitleMergedError]
        router.get("/titles/{title_id}/seasons", self.search_seasons, returns=PageOutput[SeasonOutput], errors=of_title)
        router.get(
            "/titles/{title_id}/episodes", self.search_episodes, returns=PageOutput[EpisodeOutput], errors=of_title
        )
        router.post(
            "/titles/{title_id}/episodes/refresh",
            self.refresh_episodes,
            returns=EpisodeRefreshOutput,
            errors=[
                TitleNotFoundError,
                RefreshInProgressError,
                UnsupportedSourceError,
                *TMDB_ERRORS,
                ProviderTitleNotFoundError,
            ],
            rate_limit=RateLimitClass.IMPORTS,
        )
        router.get("/seasons/{season_id}", self.get_season, returns=SeasonOutput, errors=[SeasonNotFoundError])
        router.get("/episodes/{episode_id}", self.get_episode, returns=EpisodeOutput, errors=[EpisodeNotFoundError])
        return router

    async def search_seasons(
        self, title_id: UUID, request: Request, caller: Caller, query: SeasonQuery, page: Paging
    ) -> Response:
        """List the seasons of a title. Season 0 has the specials."""
        found = await self._logic.search_seasons(title_id, query.sort, page, caller)
        return page_response(found, request, headers_for(caller))

    async def search_episodes(
        self, title_id: UUID, request: Request, caller: Caller, query: EpisodeQuery, page: Paging
    ) -> Response:
        """List the episodes of a title, by default those that its provider knows now, in order."""
        found = await self._logic.search_episodes(title_id, query.filters, query.sort, page, caller)
        return page_response(found, request, headers_for(caller))

    async def get_season(self, season_id: UUID, caller: Caller) -> Response:
        """Read one season."""
        return json_response(await self._logic.get_season(season_id, caller), headers_for(caller))

    async def get_episode(self, episode_id: UUID, caller: Caller) -> Response:
        """Read one episode, also one that its provider has dropped."""
        return json_response(await self._logic.get_episode(episode_id, caller), headers_for(caller))

    async def refresh_episodes(self, title_id: UUID, refresh: RefreshEpisodesInput, admin: CurrentAdmin) -> Response:
        """Take seasons and episodes of a title from their provider now. The service does so by itself, as often as
        the title airs."""
        del admin
        report = await self._refresh.refresh(title_id, refresh)
        return json_response(EpisodeRefreshOutput.of(report), PRIVATE)
