from uuid import UUID

from fastapi import Request, Response

from watchkeeper.controllers.v1.integrations.hook_controller import HOOK_PREFIX
from watchkeeper.foundation.http import (
    NO_STORE,
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
from watchkeeper.logics.integrations.media_server_logic import MediaServerLogic
from watchkeeper.models.dtos.integrations.media_server_dtos import (
    CreatedMediaServerOutput,
    CreateMediaServerInput,
    MediaServerOutput,
    MediaServerQuery,
    UpdateMediaServerInput,
)
from watchkeeper.models.errors.integration_errors import MediaServerNotFoundError, TooManyMediaServersError

SERVER_PREFIX = "/api/v1/integrations/servers"


class MediaServerController:
    def __init__(self, logic: MediaServerLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(SERVER_PREFIX, tag="integrations")
        one, missing = "/{server_id}", [MediaServerNotFoundError]
        router.get("", self.search_media_servers, returns=PageOutput[MediaServerOutput])
        router.post(
            "",
            self.create_media_server,
            returns=CreatedMediaServerOutput,
            status=201,
            shown_once=True,
            errors=[TooManyMediaServersError],
        )
        router.get(one, self.get_media_server, returns=MediaServerOutput, errors=missing)
        router.patch(one, self.update_media_server, returns=MediaServerOutput, errors=missing)
        router.delete(one, self.delete_media_server, status=204, errors=missing)
        return router

    async def search_media_servers(
        self, request: Request, user: CurrentUser, query: MediaServerQuery, page: Paging
    ) -> Response:
        """List your media servers, without their addresses."""
        found = await self._logic.search_servers(user.user_id, query.sort, page)
        return page_response(found, request, PRIVATE, MediaServerOutput.of_server)

    async def get_media_server(self, server_id: UUID, user: CurrentUser) -> Response:
        """Read one of your media servers, without its address."""
        server = await self._logic.get_server(user.user_id, server_id)
        return json_response(MediaServerOutput.of_server(server), PRIVATE)

    async def create_media_server(self, terms: CreateMediaServerInput, request: Request, user: CurrentUser) -> Response:
        """Add a media server. Its address is shown this once; docs/media-servers.md says where to paste it."""
        server, secret = await self._logic.create_server(user.user_id, terms)
        url = f"{str(request.base_url).rstrip('/')}{HOOK_PREFIX}/{secret}"
        output = CreatedMediaServerOutput(**MediaServerOutput.of_server(server).model_dump(), url=url)
        return json_response(output, NO_STORE, status=201, location=f"{SERVER_PREFIX}/{server.id}")

    async def update_media_server(
        self, server_id: UUID, change: UpdateMediaServerInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Change one of your media servers. Messages that came before are not looked at again."""
        server = await self._logic.update_server(user.user_id, server_id, change, precondition)
        return json_response(MediaServerOutput.of_server(server), PRIVATE)

    async def delete_media_server(self, server_id: UUID, user: CurrentUser, precondition: IfMatch) -> Response:
        """Remove a media server with its events. Its address takes nothing more; the plays that it made stay."""
        await self._logic.delete_server(user.user_id, server_id, precondition)
        return no_content()
