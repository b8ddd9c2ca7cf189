from fastapi import Request, Response

from watchkeeper.foundation.http import PRIVATE, ApiRouter, PageOutput, Paging, json_response, page_response
from watchkeeper.logics.lists.list_link_logic import ListLinkLogic
from watchkeeper.models.dtos.lists.list_item_dtos import SharedListItemQuery
from watchkeeper.models.dtos.lists.list_link_dtos import SharedListItemOutput, SharedListOutput
from watchkeeper.models.errors.list_errors import LinkNotFoundError

SHARED_PREFIX = "/api/v1/shared/lists"


class SharedListController:
    """What a link opens. No cache may keep it beyond the link: a response is checked with the service each time."""

    def __init__(self, logic: ListLinkLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(SHARED_PREFIX, tag="lists", public=True, any_query=True, errors=[LinkNotFoundError])
        router.get("/{secret}", self.get_shared_list, returns=SharedListOutput)
        router.get("/{secret}/items", self.search_shared_list_items, returns=PageOutput[SharedListItemOutput])
        return router

    async def get_shared_list(self, secret: str) -> Response:
        """Read a list by a link of it, without an account."""
        return json_response(await self._logic.get_shared_list(secret), PRIVATE)

    async def search_shared_list_items(
        self, secret: str, request: Request, query: SharedListItemQuery, page: Paging
    ) -> Response:
        """List the items of a list by a link of it. Titles that only their owner sees stand as words."""
        found = await self._logic.search_shared_items(secret, query.filters, query.sort, page)
        return page_response(found, request, PRIVATE)
