from uuid import UUID

from fastapi import Request, Response

from watchkeeper.controllers.v1.integrations.media_server_controller import SERVER_PREFIX
from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    CurrentUser,
    PageOutput,
    Paging,
    json_response,
    page_response,
)
from watchkeeper.logics.integrations.event_resolving_logic import EventResolvingLogic
from watchkeeper.logics.integrations.media_server_logic import MediaServerLogic
from watchkeeper.models.dtos.integrations.media_server_dtos import (
    MediaServerEventOutput,
    MediaServerEventQuery,
    ResolveEventInput,
)
from watchkeeper.models.errors.catalogue_errors import (
    EpisodeNotFoundError,
    InvalidExternalIdError,
    QuotaExceededError,
    TitleNotFoundError,
)
from watchkeeper.models.errors.integration_errors import (
    EventNotUnmatchedError,
    MediaServerEventNotFoundError,
    MediaServerNotFoundError,
)
from watchkeeper.models.types.integrations.media_server import ServerKey


class MediaServerEventController:
    def __init__(self, servers: MediaServerLogic, resolving: EventResolvingLogic) -> None:
        self._servers = servers
        self._resolving = resolving

    def router(self) -> ApiRouter:
        router = ApiRouter(f"{SERVER_PREFIX}/{{server_id}}/events", tag="integrations")
        one = "/{event_id}"
        router.get(
            "",
            self.search_media_server_events,
            returns=PageOutput[MediaServerEventOutput],
            errors=[MediaServerNotFoundError],
        )
        router.get(
            one, self.get_media_server_event, returns=MediaServerEventOutput, errors=[MediaServerEventNotFoundError]
        )
        router.post(
            f"{one}/resolve",
            self.resolve_media_server_event,
            returns=MediaServerEventOutput,
            errors=[
                MediaServerEventNotFoundError,
                EventNotUnmatchedError,
                TitleNotFoundError,
                EpisodeNotFoundError,
                InvalidExternalIdError,
                QuotaExceededError,
            ],
        )
        return router

    async def search_media_server_events(
        self, server_id: UUID, request: Request, user: CurrentUser, query: MediaServerEventQuery, page: Paging
    ) -> Response:
        """List what a media server sent within 30 days, and what became of it. Of the messages that something is being
        played the last stands for all."""
        key = ServerKey(user.user_id, server_id)
        found = await self._servers.search_events(key, query.result, query.sort, page)
        return page_response(found, request, PRIVATE, MediaServerEventOutput.of_event)

    async def get_media_server_event(self, server_id: UUID, event_id: UUID, user: CurrentUser) -> Response:
        """Read one message of a media server."""
        event = await self._servers.get_event(ServerKey(user.user_id, server_id), event_id)
        return json_response(MediaServerEventOutput.of_event(event), PRIVATE)

    async def resolve_media_server_event(
        self, server_id: UUID, event_id: UUID, item: ResolveEventInput, user: CurrentUser
    ) -> Response:
        """Say what a message is about that could not be matched. It becomes a play, and the answer is remembered: for
        the item, or for the whole show unless you send season and number."""
        event = await self._resolving.resolve(ServerKey(user.user_id, server_id), event_id, item)
        return json_response(MediaServerEventOutput.of_event(event), PRIVATE)
