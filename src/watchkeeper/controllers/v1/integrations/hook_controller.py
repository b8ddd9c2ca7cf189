from fastapi import Request, Response

from watchkeeper.controllers.v1.integrations.hook_payload import payload_of
from watchkeeper.foundation.http import NO_STORE, ApiRouter, json_response
from watchkeeper.logics.integrations.hook_logic import HookLogic
from watchkeeper.models.dtos.integrations.media_server_dtos import ReceivedOutput
from watchkeeper.models.errors.integration_errors import HookNotFoundError

HOOK_PREFIX = "/api/v1/hooks"


class HookController:
    """What media servers send. The secret in the address is the only credential, and the response says nothing."""

    def __init__(self, logic: HookLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(HOOK_PREFIX, tag="integrations", public=True, any_query=True, shown_once=True)
        router.post(
            "/{secret}", self.receive_player_event, returns=ReceivedOutput, status=202, errors=[HookNotFoundError]
        )
        return router

    async def receive_player_event(self, secret: str, request: Request) -> Response:
        """Take a message of a media server: JSON, or a form with a field `payload` or `data`, as the server sends it.
        What became of it stands among the events of the server."""
        target = await self._logic.require_target(secret)
        await self._logic.receive(target, await payload_of(request))
        return json_response(ReceivedOutput(received=True), NO_STORE, status=202)
