"""The gate: what a request must pass before its route is run, and what is said where running it fails."""

import asyncio
from collections.abc import Sequence
from functools import cached_property

import structlog
from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.operations_errors import RateLimitedError, RequestTimeoutError, StoppingError
from watchkeeper.foundation.http.middleware.body_buffering import buffer_body
from watchkeeper.foundation.http.middleware.rate_limits import check_rate_limit
from watchkeeper.foundation.http.middleware.request_bounds import require_bounds
from watchkeeper.foundation.http.middleware.request_cycle import RequestCycle
from watchkeeper.foundation.http.problems import problem_response
from watchkeeper.foundation.http.rate_limit_headers import rate_limit_class_of_request
from watchkeeper.foundation.http.route_index import RouteIndex
from watchkeeper.foundation.rate_limiting.concurrency import ConcurrencyLimiter
from watchkeeper.foundation.rate_limiting.rate_limit_class import RateLimitClass

_log = structlog.get_logger("watchkeeper.access")


class AdmissionMiddleware:
    """Finds the route, counts the request against its limits, looks at its bounds, lets a write wait for its body and
    then for its turn, and lets all of it take its time, which is `seconds`.

    A request that takes longer is cancelled. Bounds stand within the limits, so that these answers, too, tell what is
    left. Nothing leaves without the shape of a problem, or is cut off once an answer has begun.
    """

    def __init__(
        self, app: ASGIApp, routes: Sequence[BaseRoute], seconds: float, concurrency: ConcurrencyLimiter
    ) -> None:
        self._app = app
        self._routes = routes
        self._seconds = seconds
        self._concurrency = concurrency

    @cached_property
    def _table(self) -> RouteIndex:
        """The table of the routes that there are at the first request."""
        return RouteIndex(self._routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        cycle: RequestCycle = scope["cycle"]
        try:
            await self._let_through_in_time(scope, receive, send)
        except ClientDisconnect:
            _log.info("client_left")
        except asyncio.CancelledError:  # the time to finish requests under way, when stopping, is over
            await cycle.send_problem(StoppingError(), send)
            raise
        except ServiceError as error:
            await cycle.send_problem(error, send)
        except Exception:  # noqa: BLE001 - the last resort
            _log.exception("unhandled_error")
            await cycle.send_problem(ServiceError(), send)

    async def _let_through_in_time(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raise RequestTimeoutError once the time of the request is over; a route's own TimeoutError stays one."""
        timeout = asyncio.timeout(self._seconds)
        try:
            async with timeout:
                await self._admit(scope, receive, send)
        except TimeoutError as failure:
            if timeout.expired():
                raise RequestTimeoutError from failure
            raise

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = scope["found"] = self._table.match(scope)
        kind = rate_limit_class_of_request(found[0], scope["method"])
        try:
            account, send = await check_rate_limit(kind, scope, send)
        except RateLimitedError as error:
            await problem_response(error, Request(scope))(scope, receive, send)
            return
        require_bounds(scope)
        if kind is not RateLimitClass.WRITES or account is None:
            await self._app(scope, receive, send)
            return
        receive = await buffer_body(receive)  # a client that is slow to send must not hold a turn meanwhile
        async with self._concurrency.of(account):
            await self._app(scope, receive, send)
