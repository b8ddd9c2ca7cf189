from uuid import UUID

from fastapi import Response

from watchkeeper.foundation.http import PRIVATE, ApiRouter, CurrentUser, IfMatch, json_response
from watchkeeper.foundation.http.responses import OPERATION_ID
from watchkeeper.logics.episodes.watch_logic import WatchLogic
from watchkeeper.models.dtos.episodes.watch_dtos import (
    SetProgressInput,
    UnwatchedOutput,
    UnwatchEpisodesInput,
    WatchedOutput,
    WatchEpisodesInput,
)
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import WatchEntryOutput
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
    NoProgressOfMovieError,
)
from watchkeeper.models.errors.watchlist_errors import WatchEntryNotFoundError


class WatchController:
    def __init__(self, logic: WatchLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1", tag="plays")
        selection = [TitleNotFoundError, EpisodeNotFoundError, EpisodeAmbiguousError]
        router.post(
            "/titles/{title_id}/watch",
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
        router.post("/titles/{title_id}/unwatch", self.unwatch_episodes, returns=UnwatchedOutput, errors=selection)
        router.put(
            "/watchlist/{entry_id}/progress",
            self.set_progress,
            returns=WatchEntryOutput,
            response_headers=[OPERATION_ID],
            errors=[WatchEntryNotFoundError, InTheFutureError, NoProgressOfMovieError],
        )
        return router

    async def watch_episodes(self, title_id: UUID, watch: WatchEpisodesInput, user: CurrentUser) -> Response:
        """Log many episodes of a title at once: some, a season, all up to one, or all. What is seen, has not aired or
        is special is left out, unless it is asked for."""
        return json_response(await self._logic.watch(user, title_id, watch), PRIVATE)

    async def unwatch_episodes(self, title_id: UUID, unwatch: UnwatchEpisodesInput, user: CurrentUser) -> Response:
        """Remove plays of many episodes of a title at once. The operation can be undone."""
        return json_response(await self._logic.unwatch(user, title_id, unwatch), PRIVATE)

    async def set_progress(
        self, entry_id: UUID, progress: SetProgressInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Say how many regular episodes you have seen: the first so many. Those not seen yet get plays, of unknown date
        unless you say when; plays of later ones in this viewing go."""
        return json_response(await self._logic.set_progress(user, entry_id, progress, precondition), PRIVATE)
