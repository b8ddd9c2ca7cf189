from uuid import UUID

from fastapi import Request, Response

from watchkeeper.controllers.v1.lists.list_controller import PREFIX
from watchkeeper.foundation.core.errors import PreconditionRequiredError
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
from watchkeeper.foundation.http.endpoint_signature import RequiredIfMatch
from watchkeeper.foundation.http.responses import OPERATION_ID
from watchkeeper.logics.lists.list_item_logic import ListItemLogic
from watchkeeper.models.dtos.lists.list_dtos import ListOutput, ReorderListInput
from watchkeeper.models.dtos.lists.list_item_dtos import (
    CreateListItemInput,
    ListItemOutput,
    ListItemQuery,
    UpdateListItemInput,
)
from watchkeeper.models.errors.catalogue_errors import (
    EpisodeNotFoundError,
    InvalidExternalIdError,
    QuotaExceededError,
    SeasonNotFoundError,
    TitleNotFoundError,
)
from watchkeeper.models.errors.list_errors import (
    AlreadyInListError,
    ListFullError,
    ListItemNotFoundError,
    ListNotFoundError,
    OrderIncompleteError,
)
from watchkeeper.models.errors.mark_errors import AnchorNotFoundError
from watchkeeper.models.errors.tracking_errors import EpisodeAmbiguousError
from watchkeeper.models.types.lists.lists import ListKey

_ITEMS = "/{list_id}/items"
_NEW_ERRORS = (
    ListNotFoundError,
    TitleNotFoundError,
    SeasonNotFoundError,
    EpisodeNotFoundError,
    EpisodeAmbiguousError,
    AnchorNotFoundError,
    AlreadyInListError,
    ListFullError,
    InvalidExternalIdError,
    QuotaExceededError,
)
_GONE = (ListNotFoundError, ListItemNotFoundError)


class ListItemController:
    def __init__(self, logic: ListItemLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(PREFIX, tag="lists")
        one = f"{_ITEMS}/{{item_id}}"
        router.get(_ITEMS, self.search_list_items, returns=PageOutput[ListItemOutput], errors=[ListNotFoundError])
        router.post(_ITEMS, self.create_list_item, returns=ListItemOutput, status=201, errors=_NEW_ERRORS)
        router.get(one, self.get_list_item, shows="list_item", returns=ListItemOutput, errors=[ListItemNotFoundError])
        router.patch(one, self.update_list_item, returns=ListItemOutput, errors=[*_GONE, AnchorNotFoundError])
        router.delete(one, self.delete_list_item, status=204, response_headers=[OPERATION_ID], errors=_GONE)
        router.post(
            "/{list_id}/reorder",
            self.reorder_list,
            returns=ListOutput,
            response_headers=[OPERATION_ID],
            errors=[ListNotFoundError, OrderIncompleteError, PreconditionRequiredError],
        )
        return router

    async def search_list_items(
        self, list_id: UUID, request: Request, user: CurrentUser, query: ListItemQuery, page: Paging
    ) -> Response:
        """List the items of one of your lists, by default in the list's own order."""
        key = ListKey(user.user_id, list_id)
        return page_response(await self._logic.search_items(key, query.filters, query.sort, page), request, PRIVATE)

    async def get_list_item(self, list_id: UUID, item_id: UUID, user: CurrentUser) -> Response:
        """Read one item of one of your lists."""
        return json_response(await self._logic.get_item(ListKey(user.user_id, list_id), item_id), PRIVATE)

    async def create_list_item(self, list_id: UUID, item: CreateListItemInput, user: CurrentUser) -> Response:
        """Add a title to a list, one of the catalogue or one of another service, or a season or an episode: before or
        after another item, else at the end."""
        created = await self._logic.create_item(ListKey(user.user_id, list_id), item)
        location = f"{PREFIX}/{list_id}/items/{created.id}"
        return json_response(created, PRIVATE, status=201, location=location)

    async def update_list_item(
        self, list_id: UUID, item_id: UUID, change: UpdateListItemInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Change the note of an item, or move it before or after another one. No other item changes."""
        key = ListKey(user.user_id, list_id)
        return json_response(await self._logic.update_item(key, item_id, change, precondition), PRIVATE)

    async def delete_list_item(
        self, list_id: UUID, item_id: UUID, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Remove an item from a list."""
        return no_content(await self._logic.delete_item(ListKey(user.user_id, list_id), item_id, precondition))

    async def reorder_list(
        self, list_id: UUID, order: ReorderListInput, user: CurrentUser, precondition: RequiredIfMatch
    ) -> Response:
        """Put all items of a list in a new order. If-Match is required: an item that was added meanwhile has no place
        in the order."""
        return json_response(await self._logic.reorder(ListKey(user.user_id, list_id), order, precondition), PRIVATE)
