"""Read-your-writes with a replica: stores the replication token of the caller before the response to a write."""

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.http.problems import problem_response
from watchkeeper.foundation.postgres.replica.service import ReplicationTokenService

_SERVER_ERROR = 500


class ReplicationTokenMiddleware:
    """Delays the response until the replication token is stored; if that fails, the response is 503.

    Error responses below 500 need a token too: `already_in_watchlist` shows the effect of an earlier request, whose
    response may have been lost.
    """

    def __init__(self, app: ASGIApp, *, tokens: ReplicationTokenService) -> None:
        self._app = app
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, _TokenSend(self._tokens, scope, receive, send))


class _TokenSend:
    """A `send` that stores the replication token first."""

    def __init__(self, tokens: ReplicationTokenService, scope: Scope, receive: Receive, send: Send) -> None:
        self._tokens = tokens
        self._scope = scope
        self._receive = receive
        self._send = send
        self._has_failed = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] < _SERVER_ERROR:
            try:
                await self._tokens.note()
            except DatabaseUnavailableError as error:
                self._has_failed = True
                await problem_response(error, Request(self._scope))(self._scope, self._receive, self._send)
        if not self._has_failed:
            await self._send(message)
