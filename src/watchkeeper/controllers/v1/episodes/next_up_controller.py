from fastapi import Request, Response

from watchkeeper.foundation.http import PRIVATE, ApiRouter, CurrentUser, PageOutput, Paging, page_response
from watchkeeper.logics.episodes.next_up_logic import NextUpLogic
from watchkeeper.models.dtos.episodes.next_up_dtos import NextUpOutput, NextUpQuery


class NextUpController:
    def __init__(self, logic: NextUpLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/next-up", tag="episodes")
        router.get("", self.search_next_up, returns=PageOutput[NextUpOutput])
        return router

    async def search_next_up(self, request: Request, user: CurrentUser, query: NextUpQuery, page: Paging) -> Response:
        """List what you can watch next: of each title the first aired episode after the furthest one seen."""
        found = await self._logic.search(user, query.filters, query.sort, page)
        return page_response(found, request, PRIVATE)
