"""The time of a request: what takes longer is a 503, and neither another time-out nor a shutdown is taken for it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest
from starlette.types import Receive, Scope, Send

from watchkeeper.foundation.core.errors import DatabaseUnavailableError, ServiceError
from watchkeeper.foundation.core.operations_errors import RequestTimeoutError, StoppingError
from watchkeeper.foundation.http.middleware.admission import AdmissionMiddleware
from watchkeeper.foundation.http.request_state import state_of
from watchkeeper.foundation.http.router import RouteIndex
from watchkeeper.foundation.rate_limiting.concurrency import ConcurrencyLimiter
from watchkeeper.foundation.rate_limiting.rate_limits import RateLimits

NEVER = 60.0
NO_LIMITS = cast("RateLimits", None)  # these requests never come to be counted
SOON = 0.02


class NotingCycle:
    """Notes the errors that are sent as problems."""

    def __init__(self) -> None:
        self.errors: list[ServiceError] = []

    async def send_problem(self, error: ServiceError, send: Send) -> None:
        self.errors.append(error)


async def receive() -> dict[str, object]:
    raise AssertionError


async def send(message: object) -> None:
    raise AssertionError


async def never(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError


async def result_of(
    route: Callable[[], Awaitable[None]], seconds: float, monkeypatch: pytest.MonkeyPatch, cycle: NotingCycle
) -> None:
    """Run a request of which only the route is there."""
    admission = AdmissionMiddleware(
        never, routes=RouteIndex([]), limits=NO_LIMITS, seconds=seconds, concurrency=ConcurrencyLimiter(1)
    )

    async def let_through(scope: Scope, receive: Receive, send: Send, deadline: asyncio.Timeout) -> None:
        await route()

    monkeypatch.setattr(admission, "_admit", let_through)
    scope: Scope = {"type": "http"}
    state_of(scope).cycle = cast("Any", cycle)
    await admission(scope, receive, send)


async def sleep() -> None:
    await asyncio.sleep(NEVER)


async def test_request_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    cycle = NotingCycle()
    await result_of(sleep, SOON, monkeypatch, cycle)
    assert [type(error) for error in cycle.errors] == [RequestTimeoutError]


async def test_time_out_of_the_route_itself_is_a_fault_and_not_the_time_of_the_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def route() -> None:
        async with asyncio.timeout(0):
            await sleep()

    cycle = NotingCycle()
    await result_of(route, NEVER, monkeypatch, cycle)
    assert [type(error) for error in cycle.errors] == [ServiceError]


async def test_request_that_is_cancelled_from_outside_says_that_the_service_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cycle = NotingCycle()
    task = asyncio.create_task(result_of(sleep, NEVER, monkeypatch, cycle))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [type(error) for error in cycle.errors] == [StoppingError]


async def test_cancellation_from_outside_goes_before_the_end_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    cycle = NotingCycle()

    async def route() -> None:
        try:
            await sleep()
        finally:
            task.cancel()  # the service stops while the request is being ended

    task = asyncio.create_task(result_of(route, SOON, monkeypatch, cycle))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [type(error) for error in cycle.errors] == [StoppingError]


async def test_error_that_follows_the_end_of_the_time_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    async def route() -> None:
        try:
            await sleep()
        except asyncio.CancelledError:
            raise DatabaseUnavailableError from None

    cycle = NotingCycle()
    await result_of(route, SOON, monkeypatch, cycle)
    assert [type(error) for error in cycle.errors] == [DatabaseUnavailableError]
