"""Makes a span of each request. Pure ASGI, outermost, and there only where tracing is switched on."""

from contextlib import AbstractContextManager
from typing import Protocol

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchkeeper.foundation.http.middleware.route_labels import NO_ROUTE, known_method, route_of
from watchkeeper.foundation.http.request_state import state_of

_QUIET = ("/health", "/ready")


class RequestSpan(Protocol):
    """The span of a request under way. The ids are in hexadecimal digits, as in `traceparent`."""

    @property
    def trace_id(self) -> str: ...

    @property
    def span_id(self) -> str: ...

    def end_request(self, route: str, status: int, request_id: str) -> None: ...


class RequestTracer(Protocol):
    """What makes spans of requests; the service's tracer is one."""

    def request(self, method: str, trace_headers: dict[str, str]) -> AbstractContextManager[RequestSpan]: ...


class Tracing:
    """The span continues the caller's trace (W3C `traceparent`), and its ids are in the log lines of the request."""

    def __init__(self, app: ASGIApp, tracer: RequestTracer) -> None:
        self._app = app
        self._tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].rstrip("/") in _QUIET:
            await self._app(scope, receive, send)
            return
        with self._tracer.request(known_method(scope["method"]), _trace_headers(scope)) as span:
            state_of(scope).trace = {"trace_id": span.trace_id, "span_id": span.span_id}
            await self._respond(scope, receive, send, span)

    async def _respond(self, scope: Scope, receive: Receive, send: Send, span: RequestSpan) -> None:
        status = 0

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noting_status)
        finally:
            span.end_request(route_of(scope) or NO_ROUTE, status, state_of(scope).request_id or "")


def _trace_headers(scope: Scope) -> dict[str, str]:
    headers = Headers(scope=scope)
    return {name: headers[name] for name in ("traceparent", "tracestate") if name in headers}
