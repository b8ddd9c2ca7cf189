"""The border: one pure ASGI middleware through which every request comes in and every answer goes out."""

import asyncio
import re
import time

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchkeeper.controllers.headers import header_of
from watchkeeper.controllers.limiting import limit_headers
from watchkeeper.controllers.middlewares.request_ids import request_id_of
from watchkeeper.controllers.middlewares.routes import known_method
from watchkeeper.controllers.problems import problem_response
from watchkeeper.models.errors.base import BodyTooLargeError, WatchkeeperError
from watchkeeper.models.errors.operations_errors import StoppingError
from watchkeeper.models.types.request_context import begin_request, current_request

BODY_LIMIT = 1024 * 1024
"""Bytes a body may hold."""

_LONGEST_ADDRESS = 64
_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?P<trace>[0-9a-f]{32})-(?P<parent>[0-9a-f]{16})-[0-9a-f]{2}(-.*)?")
_QUIET = ("/health", "/ready")

_log = structlog.get_logger("watchkeeper.access")


class Border:
    """Request ids, the trailing slash, HEAD, the body limit, the last resort for errors, and one log line a request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=scope["request_id"], **exchange.trace)
        begin_request(scope["request_id"], _peer_address(scope), is_safe=scope["method"] == "GET")  # HEAD is GET by now
        try:
            await self._answer(exchange)
        finally:
            exchange.log()

    async def _answer(self, exchange: "_Exchange") -> None:
        try:
            await self._app(exchange.scope, exchange.receive, exchange.send)
        except ClientDisconnect:
            _log.info("client_left")
        except asyncio.CancelledError:  # the time to finish requests under way, when stopping, is over
            await exchange.refuse(StoppingError())
            raise
        except WatchkeeperError as error:  # raised by a middleware, before the service's own handlers
            await exchange.refuse(error)
        except Exception:  # noqa: BLE001 - nothing may leave the service without the shape of a problem
            _log.exception("unhandled_error")
            await exchange.refuse(WatchkeeperError())


class _Exchange:
    """One request and its answer on their way through the border."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.trace = scope.get("trace") or _trace(header_of(scope, b"traceparent"))
        self._method: str = scope["method"]
        self._receive = receive
        self._send = send
        self._received_bytes = 0
        self._status = 0
        self._started_at = time.perf_counter()
        scope["request_id"] = request_id_of(header_of(scope, b"x-request-id"))
        if self._method == "HEAD":
            scope["method"] = "GET"
        _drop_trailing_slash(scope)

    async def receive(self) -> Message:
        message = await self._receive()
        self._received_bytes += len(message.get("body", b""))
        if self._received_bytes > BODY_LIMIT:
            raise BodyTooLargeError
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            request_id = (b"x-request-id", self.scope["request_id"].encode())
            given = (*message["headers"], request_id, *limit_headers(current_request().standings))
            message = {**message, "headers": list(given)}
        elif self._method == "HEAD":
            message = {**message, "body": b""}
        self.scope["method"] = self._method  # the server must know that a HEAD is answered without a body
        await self._send(message)

    async def refuse(self, error: WatchkeeperError) -> None:
        if self._status:  # the answer has begun: cutting it off is all that is left
            raise error
        response = problem_response(error, Request(self.scope))
        if not isinstance(
            error, BodyTooLargeError
        ):  # closed while the client still sends, it would see a reset and no answer
            response.headers["Connection"] = "close"
        await response(self.scope, self.receive, self.send)

    def log(self) -> None:
        route = getattr(self.scope.get("route"), "path", None)
        if route in _QUIET:
            return
        milliseconds = round((time.perf_counter() - self._started_at) * 1000, 1)
        account = self.scope.get("user_id")
        _log.info(
            "request",
            method=known_method(self._method),
            route=route,
            status=self._status,
            milliseconds=milliseconds,
            account_id=str(account) if account else None,
        )


def _peer_address(scope: Scope) -> str | None:
    """Return who is at the other end of the connection, as the server says; nobody at a Unix socket."""
    address, _port = scope.get("client") or (None, None)
    return address[:_LONGEST_ADDRESS] if address else None


def _trace(traceparent: str | None) -> dict[str, str]:
    """Return the trace that a request belongs to (W3C Trace Context §3.2.2), for its log lines; nothing if none."""
    parts = _TRACEPARENT.fullmatch(traceparent) if traceparent else None
    if parts is None or not int(parts["trace"], 16) or not int(parts["parent"], 16):
        return {}
    return {"trace_id": parts["trace"], "parent_id": parts["parent"]}


def _drop_trailing_slash(scope: Scope) -> None:
    """Take one slash off the end of the path. An encoded slash (%2F) belongs to the name before it and stays."""
    raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
    if len(raw_path) > 1 and raw_path.endswith(b"/"):
        scope["raw_path"] = raw_path[:-1]
        scope["path"] = scope["path"][:-1]
