from uuid import UUID

from fastapi import Response

from watchkeeper.foundation.http import PRIVATE, ApiRouter, CurrentUser, json_response
from watchkeeper.logics.episodes.watch_logic import WatchLogic
from watchkeeper.models.dtos.watch_dtos import (
    UnwatchedOutput,
    UnwatchEpisodesInput,
    WatchedOutput,
    WatchEpisodesInput,
)
from watchkeeper.models.errors.catalogue_errors import (
    EpisodeNotFoundError,
    QuotaExceededError,
    SeasonNotFoundError,
    TitleNotFoundError,
)
from watchkeeper.models.errors.tracking_errors import (
    EpisodeAmbiguousError,
    EpisodesUnknownError,
    InstantNeededError,
    InTheFutureError,
)


class WatchController:
    def __init__(self, logic: WatchLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/titles/{title_id}", tag="plays")
        selection = [TitleNotFoundError, EpisodeNotFoundError, EpisodeAmbiguousError]
        router.post(
            "/watch",
            self.watch_episodes,
            returns=WatchedOutput,
            errors=[
                *selection,
                SeasonNotFoundError,
                EpisodesUnknownError,
                InstantNeededError,
                InTheFutureError,
                QuotaExceededError,
            ],
        )
        router.post("/unwatch", self.unwatch_episodes, returns=UnwatchedOutput, errors=selection)
        return router

    async def watch_episodes(self, title_id: UUID, watch: WatchEpisodesInput, user: CurrentUser) -> Response:
        """Log many episodes of a title at once: some, a season, all up to one, or all. What is seen, has not aired or
        is special is left out, unless it is asked for."""
        return json_response(await self._logic.watch(user, title_id, watch), PRIVATE)

    async def unwatch_episodes(self, title_id: UUID, unwatch: UnwatchEpisodesInput, user: CurrentUser) -> Response:
        """Remove plays of many episodes of a title at once. The operation can be undone."""
        return json_response(await self._logic.unwatch(user, title_id, unwatch), PRIVATE)
