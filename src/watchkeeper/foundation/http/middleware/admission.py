"""Admission of requests: route, rate limits, request bounds, write permits and the request timeout."""

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
from watchkeeper.foundation.http.middleware.request_cycle import cycle_of, upload_bounds_of
from watchkeeper.foundation.http.prefixes import drop_prefix
from watchkeeper.foundation.http.problems import problem_response
from watchkeeper.foundation.http.request_state import state_of
from watchkeeper.foundation.http.router import RouteIndex, RouteMatch
from watchkeeper.foundation.rate_limiting.concurrency import ConcurrencyLimiter
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass
from watchkeeper.foundation.rate_limiting.rate_limits import RateLimits

_READ_METHODS = ("GET", "OPTIONS")

_log = structlog.get_logger("watchkeeper.access")


class AdmissionMiddleware:
    """Finds the route, checks rate limits and request bounds, and runs the request within `seconds`.

    A write is buffered first and then waits for a permit of its account. A request that takes longer than `seconds` is
    cancelled. Bounds are checked after the rate limits, so those problem responses have rate limit headers too. Every
    error becomes a problem response, unless the response has started: then the connection is closed.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        routes: RouteIndex,
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
            await self._admit_in_time(scope, receive, send)
        except ClientDisconnect:
            _log.info("client_left")
        except asyncio.CancelledError:  # the grace period for running requests, at shutdown, is over
            await cycle.send_problem(StoppingError(), send)
            raise
        except ServiceError as error:
            await cycle.send_problem(error, send)
        except Exception:  # noqa: BLE001 - the last handler: the response is 500
            _log.exception("unhandled_error")
            await cycle.send_problem(ServiceError(), send)

    async def _admit_in_time(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises RequestTimeoutError after `seconds`; a TimeoutError of the route itself propagates unchanged."""
        state = state_of(scope)
        timeout = state.deadline = asyncio.timeout(self._seconds)
        try:
            async with timeout:
                await self._admit(scope, receive, send, timeout)
        except TimeoutError as failure:
            if timeout.expired():
                raise RequestTimeoutError from failure
            raise
        finally:
            state.deadline = None  # it refers to the task, and so to the state: a cycle that only the collector frees

    async def _admit(self, scope: Scope, receive: Receive, send: Send, deadline: asyncio.Timeout) -> None:
        match = self._routes.find(scope["method"], scope["path"])
        if match.route is None and drop_prefix(scope):
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
        bounds = upload_bounds_of(scope)
        if bounds is not None:
            deadline.reschedule(asyncio.get_running_loop().time() + bounds.seconds + self._seconds)
        if kind is not RateLimitClass.WRITES or account is None:
            await self._app(scope, receive, send)
            return
        receive = await buffer_body(receive)  # before the permit: a client that sends slowly must not hold one
        async with self._concurrency.of(account):
            await self._app(scope, receive, send)


def rate_limit_class_of(match: RouteMatch, method: str) -> RateLimitClass:
    """Return the rate limit class of a request; without a route for it, the method decides."""
    if match.route is None or match.allowed:
        return RateLimitClass.READS if method in _READ_METHODS else RateLimitClass.WRITES
    return match.route.rate_limit
