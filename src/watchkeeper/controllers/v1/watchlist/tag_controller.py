from uuid import UUID

from fastapi import Request, Response

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
from watchkeeper.foundation.http.responses import OPERATION_ID
from watchkeeper.logics.watchlist.tag_logic import TagLogic
from watchkeeper.models.dtos.watchlist.tag_dtos import TagOutput, TagQuery, UpdateTagInput
from watchkeeper.models.errors.tag_errors import TagNotFoundError


class TagController:
    def __init__(self, logic: TagLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/tags", tag="tags")
        one = "/{tag_id}"
        router.get("", self.search_tags, returns=PageOutput[TagOutput])
        router.get(one, self.get_tag, returns=TagOutput, errors=[TagNotFoundError])
        router.patch(
            one, self.update_tag, returns=TagOutput, response_headers=[OPERATION_ID], errors=[TagNotFoundError]
        )
        router.delete(one, self.delete_tag, status=204, response_headers=[OPERATION_ID], errors=[TagNotFoundError])
        return router

    async def search_tags(self, request: Request, user: CurrentUser, query: TagQuery, page: Paging) -> Response:
        """List your tags. They are made by giving them to something."""
        found = await self._logic.search_tags(user.user_id, query.q or None, query.sort, page)
        return page_response(found, request, PRIVATE)

    async def get_tag(self, tag_id: UUID, user: CurrentUser) -> Response:
        """Read one of your tags."""
        return json_response(await self._logic.get_tag(user.user_id, tag_id), PRIVATE)

    async def update_tag(
        self, tag_id: UUID, change: UpdateTagInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Rename a tag. The name of another tag of yours makes both one, and that one is the response."""
        return json_response(await self._logic.update_tag(user.user_id, tag_id, change, precondition), PRIVATE)

    async def delete_tag(self, tag_id: UUID, user: CurrentUser, precondition: IfMatch) -> Response:
        """Delete a tag. What has it stays."""
        return no_content(await self._logic.delete_tag(user.user_id, tag_id, precondition))
