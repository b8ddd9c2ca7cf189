from uuid import UUID

from fastapi import Request, Response

from watchkeeper.controllers.v1.lists.list_controller import PREFIX
from watchkeeper.controllers.v1.lists.shared_list_controller import SHARED_PREFIX
from watchkeeper.foundation.http import (
    NO_STORE,
    PRIVATE,
    ApiRouter,
    CurrentUser,
    PageOutput,
    Paging,
    json_response,
    no_content,
    page_response,
)
from watchkeeper.logics.lists.list_link_logic import ListLinkLogic
from watchkeeper.models.dtos.lists.list_link_dtos import (
    CreatedListLinkOutput,
    CreateListLinkInput,
    ListLinkOutput,
    ListLinkQuery,
)
from watchkeeper.models.errors.list_errors import ListLinkNotFoundError, ListNotFoundError, TooManyLinksError
from watchkeeper.models.types.lists.lists import ListKey

_LINKS = "/{list_id}/links"


class ListLinkController:
    def __init__(self, logic: ListLinkLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(PREFIX, tag="lists")
        one = f"{_LINKS}/{{link_id}}"
        router.get(_LINKS, self.search_list_links, returns=PageOutput[ListLinkOutput], errors=[ListNotFoundError])
        router.post(
            _LINKS,
            self.create_list_link,
            returns=CreatedListLinkOutput,
            status=201,
            shown_once=True,
            errors=[ListNotFoundError, TooManyLinksError],
        )
        router.get(one, self.get_list_link, returns=ListLinkOutput, errors=[ListLinkNotFoundError])
        router.delete(one, self.delete_list_link, status=204, errors=[ListLinkNotFoundError])
        return router

    async def search_list_links(
        self, list_id: UUID, request: Request, user: CurrentUser, query: ListLinkQuery, page: Paging
    ) -> Response:
        """List the links of one of your lists, without their addresses."""
        found = await self._logic.search_links(ListKey(user.user_id, list_id), query.sort, page)
        return page_response(found, request, PRIVATE)

    async def get_list_link(self, list_id: UUID, link_id: UUID, user: CurrentUser) -> Response:
        """Read one link of one of your lists, without its address."""
        return json_response(await self._logic.get_link(ListKey(user.user_id, list_id), link_id), PRIVATE)

    async def create_list_link(
        self, list_id: UUID, terms: CreateListLinkInput, request: Request, user: CurrentUser
    ) -> Response:
        """Make a link that opens the list for whoever has it, without an account, while its visibility is link. The
        address is shown this once."""
        link, secret = await self._logic.create_link(ListKey(user.user_id, list_id), terms)
        url = f"{str(request.base_url).rstrip('/')}{SHARED_PREFIX}/{secret}"
        output = CreatedListLinkOutput(**ListLinkOutput.of(link).model_dump(), url=url)
        location = f"{PREFIX}/{list_id}/links/{link.id}"
        return json_response(output, NO_STORE, status=201, location=location)

    async def delete_list_link(self, list_id: UUID, link_id: UUID, user: CurrentUser) -> Response:
        """Take a link back. It opens nothing from the next request on."""
        await self._logic.delete_link(ListKey(user.user_id, list_id), link_id)
        return no_content()
