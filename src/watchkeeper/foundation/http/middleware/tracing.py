"""The tracing middleware: pure ASGI, outermost, omitted unless tracing is on."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchkeeper.foundation.http.middleware.route_labels import NO_ROUTE, known_method, route_of
from watchkeeper.foundation.http.request_state import state_of
from watchkeeper.foundation.observability.tracer import Span, Tracer

_QUIET = ("/health", "/ready")


class Tracing:
    """Creates a span for each request, continuing the caller's trace (W3C `traceparent`); log lines have its ids."""

    def __init__(self, app: ASGIApp, tracer: Tracer) -> None:
        self._app = app
        self._tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].rstrip("/") in _QUIET:
            await self._app(scope, receive, send)
            return
        with self._tracer.request(known_method(scope["method"]), _trace_headers(scope)) as span:
            state_of(scope).trace = {"trace_id": span.trace_id, "span_id": span.span_id}
            await self._respond(scope, receive, send, span)

    async def _respond(self, scope: Scope, receive: Receive, send: Send, span: Span) -> None:
        status = 0

        async def send_recording_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_recording_status)
        finally:
            span.end_request(route_of(scope) or NO_ROUTE, status, state_of(scope).request_id or "")


def _trace_headers(scope: Scope) -> dict[str, str]:
    headers = Headers(scope=scope)
    return {name: headers[name] for name in ("traceparent", "tracestate") if name in headers}
