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
from watchkeeper.logics.lists.list_logic import ListLogic
from watchkeeper.models.dtos.lists.list_dtos import (
    CreateListInput,
    ListOutput,
    ListQuery,
    ReplaceListInput,
    UpdateListInput,
)
from watchkeeper.models.errors.catalogue_errors import NameTakenError
from watchkeeper.models.errors.list_errors import ListNotFoundError, TooManyListsError

PREFIX = "/api/v1/lists"


class ListController:
    def __init__(self, logic: ListLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(PREFIX, tag="lists")
        one, changes = "/{list_id}", [ListNotFoundError, NameTakenError]
        router.get("", self.search_lists, returns=PageOutput[ListOutput])
        router.get(one, self.get_list, shows="list", returns=ListOutput, errors=[ListNotFoundError])
        router.post("", self.create_list, returns=ListOutput, status=201, errors=[NameTakenError, TooManyListsError])
        router.put(one, self.replace_list, returns=ListOutput, errors=changes)
        router.patch(one, self.update_list, returns=ListOutput, errors=changes)
        router.delete(one, self.delete_list, status=204, response_headers=[OPERATION_ID], errors=[ListNotFoundError])
        return router

    async def search_lists(self, request: Request, user: CurrentUser, query: ListQuery, page: Paging) -> Response:
        """List your lists, by default the newest first."""
        found = await self._logic.search_lists(user.user_id, query.filters, query.sort, page)
        return page_response(found, request, PRIVATE)

    async def get_list(self, list_id: UUID, user: CurrentUser) -> Response:
        """Read one of your lists. Its ETag changes with every change of an item, too."""
        return json_response(await self._logic.get_list(user.user_id, list_id), PRIVATE)

    async def create_list(self, members: CreateListInput, user: CurrentUser) -> Response:
        """Create a list. Its name differs from those of your other lists, without regard to case."""
        created = await self._logic.create_list(user.user_id, members)
        return json_response(created, PRIVATE, status=201, location=f"{PREFIX}/{created.id}")

    async def replace_list(
        self, list_id: UUID, members: ReplaceListInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Replace what a list says of itself; members that are left out get their default. Its items stay."""
        return json_response(await self._logic.replace_list(user.user_id, list_id, members, precondition), PRIVATE)

    async def update_list(
        self, list_id: UUID, change: UpdateListInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Change the sent members of a list. With visibility private, none of its links opens it any more."""
        return json_response(await self._logic.update_list(user.user_id, list_id, change, precondition), PRIVATE)

    async def delete_list(self, list_id: UUID, user: CurrentUser, precondition: IfMatch) -> Response:
        """Delete a list with its items and links."""
        return no_content(await self._logic.delete_list(user.user_id, list_id, precondition))
