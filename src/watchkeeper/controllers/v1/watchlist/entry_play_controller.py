from uuid import UUID

from fastapi import Request, Response

from watchkeeper.controllers.v1.watchlist.logged_plays import ALREADY_THERE, LOG_ERRORS, logged_response
from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    CurrentUser,
    IfMatch,
    PageOutput,
    Paging,
    no_content,
    page_response,
)
from watchkeeper.foundation.http.responses import OPERATION_ID
from watchkeeper.logics.watchlist.play_logic import PlayLogic
from watchkeeper.models.dtos.watchlist.play_dtos import LogPlayInput
from watchkeeper.models.dtos.watchlist.play_output_dtos import PlayOutput
from watchkeeper.models.dtos.watchlist.play_query_dtos import TitlePlayQuery
from watchkeeper.models.errors.tracking_errors import DaysReversedError, PlayNotFoundError
from watchkeeper.models.errors.watchlist_errors import WatchEntryNotFoundError


class EntryPlayController:
    """The plays of the title of a watch entry."""

    def __init__(self, logic: PlayLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/watchlist/{entry_id}/plays", tag="plays", errors=[WatchEntryNotFoundError])
        router.get("", self.search_entry_plays, returns=PageOutput[PlayOutput], errors=[DaysReversedError])
        router.post(
            "",
            self.log_entry_play,
            returns=PlayOutput,
            status=201,
            also=ALREADY_THERE,
            response_headers=[OPERATION_ID],
            errors=LOG_ERRORS,
        )
        router.delete(
            "/{play_id}",
            self.delete_entry_play,
            status=204,
            response_headers=[OPERATION_ID],
            errors=[PlayNotFoundError],
        )
        return router

    async def search_entry_plays(
        self, entry_id: UUID, request: Request, user: CurrentUser, query: TitlePlayQuery, page: Paging
    ) -> Response:
        """List your plays of the title of an entry, the last first."""
        found = await self._logic.search_entry_plays(user.user_id, entry_id, query.filters, query.sort, page)
        return page_response(found, request, PRIVATE)

    async def log_entry_play(self, entry_id: UUID, play: LogPlayInput, user: CurrentUser) -> Response:
        """Log that you have watched the title of an entry, now unless you say when."""
        user.require_scope(play.scopes)
        return logged_response(await self._logic.log_entry_play(user, entry_id, play))

    async def delete_entry_play(
        self, entry_id: UUID, play_id: UUID, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Delete one play of the title of an entry, and no other."""
        return no_content(await self._logic.delete_entry_play(user, entry_id, play_id, precondition))
