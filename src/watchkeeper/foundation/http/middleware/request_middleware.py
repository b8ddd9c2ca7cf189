"""The border: one pure ASGI middleware through which every request comes in and every answer goes out."""

import re
import time
from functools import cached_property
from typing import Any, Protocol

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from watchkeeper.foundation.core.request_context import begin_request
from watchkeeper.foundation.http.headers import header_of
from watchkeeper.foundation.http.middleware.request_cycle import RequestCycle, ResponsePolicy
from watchkeeper.foundation.http.middleware.route_labels import NO_ROUTE, known_method, route_of

_LONGEST_ADDRESS = 64
_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?P<trace>[0-9a-f]{32})-(?P<parent>[0-9a-f]{16})-[0-9a-f]{2}(-.*)?")
_QUIET = ("/health", "/ready")


class RequestMeter(Protocol):
    """What requests are counted with; the service's metrics are one. `status` is 0 for a request without an answer,
    because the client left before."""

    def begin_request(self) -> None: ...

    def end_request(self, method: str, route: str, status: int, seconds: float) -> None: ...


class RequestMiddleware:
    """Request ids, the trailing slash, HEAD, bounds of bodies, headers of every answer, one log line and the metrics.

    One layer: each one costs every request as much as several look-ups.
    """

    def __init__(self, app: ASGIApp, policy: ResponsePolicy, meter: RequestMeter) -> None:
        self._app = app
        self._policy = policy
        self._meter = meter

    @cached_property
    def _log(self) -> Any:  # noqa: ANN401 - structlog types loggers so
        """The logger as it is when the first request is answered: finding it takes as long as a third of a line."""
        return structlog.get_logger("watchkeeper.access").bind()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cycle = RequestCycle(self._policy, scope, receive, send)
        state = cycle.state
        state.client_address = _peer_address(scope)
        state.is_safe = scope["method"] == "GET"  # HEAD is GET by now
        state.trace = state.trace or _trace(header_of(scope, b"traceparent"))
        begin_request(state)
        self._meter.begin_request()
        try:
            await self._app(scope, cycle.receive, cycle.send)
        finally:
            self._end(cycle)
            cycle.release()

    def _end(self, cycle: RequestCycle) -> None:
        seconds = time.monotonic() - cycle.started_at
        method = known_method(cycle.method)
        route = route_of(cycle.scope)
        self._meter.end_request(method, route or NO_ROUTE, cycle.status, seconds)
        if route in _QUIET:
            return
        account = cycle.state.actor_id
        self._log.info(
            "request",
            method=method,
            route=route,
            status=cycle.status,
            milliseconds=round(seconds * 1000, 1),
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
