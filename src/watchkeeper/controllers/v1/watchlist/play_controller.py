from uuid import UUID

from fastapi import Request, Response

from watchkeeper.controllers.v1.watchlist.logged_plays import ALREADY_THERE, LOG_ERRORS, logged_response
from watchkeeper.foundation.core.bulk import BulkRejectedError
from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    CurrentUser,
    IfMatch,
    PageOutput,
    Paging,
    json_response,
    no_content,
    page_response,
)
from watchkeeper.foundation.http.bulk import BulkOutput, bulk_response, read_changes
from watchkeeper.foundation.http.responses import OPERATION_ID
from watchkeeper.logics.watchlist.play_bulk_logic import PlayBulkLogic
from watchkeeper.logics.watchlist.play_logic import PlayLogic
from watchkeeper.models.dtos.watchlist.play_bulk_dtos import PLAY_ITEMS, ChangePlaysInput
from watchkeeper.models.dtos.watchlist.play_dtos import CreatePlayInput, UpdatePlayInput
from watchkeeper.models.dtos.watchlist.play_output_dtos import PlayOutput
from watchkeeper.models.dtos.watchlist.play_query_dtos import PlayQuery
from watchkeeper.models.errors.catalogue_errors import EpisodeNotFoundError, InvalidExternalIdError
from watchkeeper.models.errors.tracking_errors import (
    DaysReversedError,
    InTheFutureError,
    PlayNotFoundError,
    ViewingNotFoundError,
)


class PlayController:
    def __init__(self, logic: PlayLogic, bulk: PlayBulkLogic) -> None:
        self._logic = logic
        self._bulk = bulk

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/plays", tag="plays")
        one = "/{play_id}"
        changing = [PlayNotFoundError, InTheFutureError, EpisodeNotFoundError, ViewingNotFoundError]
        router.get("", self.search_plays, returns=PageOutput[PlayOutput], errors=[DaysReversedError])
        router.get(one, self.get_play, shows="play", returns=PlayOutput, errors=[PlayNotFoundError])
        router.post(
            "",
            self.log_play,
            returns=PlayOutput,
            status=201,
            also=ALREADY_THERE,
            response_headers=[OPERATION_ID],
            errors=[*LOG_ERRORS, InvalidExternalIdError],
        )
        router.post("/bulk", self.change_plays, returns=BulkOutput, errors=[BulkRejectedError])
        router.patch(one, self.update_play, returns=PlayOutput, response_headers=[OPERATION_ID], errors=changing)
        router.delete(one, self.delete_play, status=204, response_headers=[OPERATION_ID], errors=[PlayNotFoundError])
        return router

    async def search_plays(self, request: Request, user: CurrentUser, query: PlayQuery, page: Paging) -> Response:
        """List what you have watched, the last first."""
        found = await self._logic.search_plays(user.user_id, query.filters, query.sort, page)
        return page_response(found, request, PRIVATE)

    async def get_play(self, play_id: UUID, user: CurrentUser) -> Response:
        """Read one of your plays."""
        return json_response(await self._logic.get_play(user.user_id, play_id), PRIVATE)

    async def log_play(self, play: CreatePlayInput, user: CurrentUser) -> Response:
        """Log what you have watched: a title, or an episode. The status of the title follows."""
        user.require_scope(play.scopes)
        return logged_response(await self._logic.log_play(user, play))

    async def change_plays(self, request: Request, changes: ChangePlaysInput, user: CurrentUser) -> Response:
        """Create, put, patch and delete up to 500 plays. Each item succeeds or fails by itself, unless atomic."""
        items = read_changes(PLAY_ITEMS, changes.items)
        report = await self._bulk.change_plays(user, items, is_atomic=changes.atomic, is_full=changes.is_full)
        return bulk_response(report, request)

    async def update_play(
        self, play_id: UUID, change: UpdatePlayInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Change the sent members of a play. The status that plays gave the title follows."""
        return json_response(await self._logic.update_play(user, play_id, change, precondition), PRIVATE)

    async def delete_play(self, play_id: UUID, user: CurrentUser, precondition: IfMatch) -> Response:
        """Delete one play and no other. A status that you set yourself, rating and review stay."""
        return no_content(await self._logic.delete_play(user, play_id, precondition))
