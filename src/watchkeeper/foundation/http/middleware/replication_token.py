"""Before people are told of a write it is noted how far they must see from then on. For a database with a replica."""

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.http.problems import problem_response
from watchkeeper.foundation.postgres.replica.service import ReplicationTokenService

_FAILED = 500


class ReplicationTokens:
    """Holds an answer until its position is noted; where that fails, 503 is the answer, as of a commit that got lost.

    Refusals count too: `already_in_watchlist` tells of what a request did before whose answer got lost.
    """

    def __init__(self, app: ASGIApp, *, tokens: ReplicationTokenService) -> None:
        self._app = app
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, _Noting(self._tokens, scope, receive, send))


class _Noting:
    """A `send` that notes the position first."""

    def __init__(self, tokens: ReplicationTokenService, scope: Scope, receive: Receive, send: Send) -> None:
        self._tokens = tokens
        self._scope = scope
        self._receive = receive
        self._send = send
        self._is_rejected = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] < _FAILED:
            try:
                await self._tokens.note()
            except DatabaseUnavailableError as error:
                self._is_rejected = True
                await problem_response(error, Request(self._scope))(self._scope, self._receive, self._send)
        if not self._is_rejected:
            await self._send(message)
