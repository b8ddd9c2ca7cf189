from fastapi import Request, Response

from watchkeeper.foundation.http import PRIVATE, ApiRouter, CurrentUser, PageOutput, Paging, page_response
from watchkeeper.logics.watchlist.mark_logic import MarkLogic
from watchkeeper.models.dtos.lists.mark_dtos import MarkOutput, MarkQuery


class MarkController:
    def __init__(self, logic: MarkLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/marks", tag="marks")
        router.get("", self.search_marks, returns=PageOutput[MarkOutput])
        return router

    async def search_marks(self, request: Request, user: CurrentUser, query: MarkQuery, page: Paging) -> Response:
        """List the titles that you have marked: your favourites, and what you never want to see."""
        found = await self._logic.search_marks(user.user_id, query.mark, query.sort, page)
        return page_response(found, request, PRIVATE)
