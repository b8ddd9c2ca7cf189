"""The middleware for what all requests have in common, in one layer of pure ASGI."""

import re
import time
from functools import cached_property
from typing import Any

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from watchkeeper.foundation.core.request_context import begin_request
from watchkeeper.foundation.http.headers import header_of
from watchkeeper.foundation.http.middleware.request_cycle import RequestCycle, ResponsePolicy
from watchkeeper.foundation.http.middleware.route_labels import NO_ROUTE, known_method, route_of
from watchkeeper.foundation.observability.metrics import Metrics

_LONGEST_ADDRESS = 64
_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?P<trace>[0-9a-f]{32})-(?P<parent>[0-9a-f]{16})-[0-9a-f]{2}(-.*)?")
_QUIET = ("/health", "/ready")


class RequestMiddleware:
    """Handles request ids, trailing slashes, HEAD, body bounds, common response headers, the access log and metrics.

    One layer for all of them, because each layer adds to the cost of every request.
    """

    def __init__(self, app: ASGIApp, policy: ResponsePolicy, meter: Metrics) -> None:
        self._app = app
        self._policy = policy
        self._meter = meter

    @cached_property
    def _log(self) -> Any:  # noqa: ANN401 - structlog types loggers so
        """The logger, bound at the first request and cached: binding costs a third of a log line."""
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
    """Return the address of the peer of the connection; None for a Unix socket."""
    address, _port = scope.get("client") or (None, None)
    return address[:_LONGEST_ADDRESS] if address else None


def _trace(traceparent: str | None) -> dict[str, str]:
    """Return the trace ids in `traceparent` (W3C Trace Context §3.2.2), for log lines; empty if missing or invalid."""
    parts = _TRACEPARENT.fullmatch(traceparent) if traceparent else None
    if parts is None or not int(parts["trace"], 16) or not int(parts["parent"], 16):
        return {}
    return {"trace_id": parts["trace"], "parent_id": parts["parent"]}
