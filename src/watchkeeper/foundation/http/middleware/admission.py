"""The gate: what a request must pass before its route is run, and what is said where running it fails."""

import asyncio

import structlog
from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.operations_errors import RateLimitedError, RequestTimeoutError, StoppingError
from watchkeeper.foundation.http.middleware.body_buffering import buffer_body
from watchkeeper.foundation.http.middleware.rate_limits import check_rate_limit
from watchkeeper.foundation.http.middleware.request_bounds import require_bounds
from watchkeeper.foundation.http.middleware.request_cycle import cycle_of
from watchkeeper.foundation.http.problems import problem_response
from watchkeeper.foundation.http.request_state import state_of
from watchkeeper.foundation.http.router import RouteMatch, RouteTable
from watchkeeper.foundation.rate_limiting.concurrency import ConcurrencyLimiter
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass
from watchkeeper.foundation.rate_limiting.rate_limits import RateLimits

_READING = ("GET", "OPTIONS")

_log = structlog.get_logger("watchkeeper.access")


class AdmissionMiddleware:
    """Finds the route, counts the request against its limits, looks at its bounds, lets a write wait for its body and
    then for its turn, and lets all of it take its time, which is `seconds`.

    A request that takes longer is cancelled. Bounds stand within the limits, so that these answers, too, tell what is
    left. Nothing leaves without the shape of a problem, or is cut off once an answer has begun.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        routes: RouteTable,
        limits: RateLimits,
        seconds: float,
        concurrency: ConcurrencyLimiter,
    ) -> None:
        self._app = app
        self._routes = routes
        self._limits = limits
        self._seconds = seconds
        self._concurrency = concurrency

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cycle = cycle_of(scope)
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
        match = self._routes.find(scope["method"], scope["path"])
        kind = rate_limit_class_of(match, scope["method"])
        state = state_of(scope)
        state.route, state.path_values, state.allowed = match
        try:
            account, send = await check_rate_limit(self._limits, kind, scope, send)
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


def rate_limit_class_of(match: RouteMatch, method: str) -> RateLimitClass:
    """Return by which limits a request is counted; where no route takes it, its method decides."""
    if match.route is None or match.allowed:
        return RateLimitClass.READS if method in _READING else RateLimitClass.WRITES
    return match.route.rate_limit
