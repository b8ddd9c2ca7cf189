"""What the figures in the headers promise, and what bounds the memory they need."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.limits import Clock
from watchkeeper.logics.operations.use_counting import UseCounting
from watchkeeper.models.errors.operations_errors import RateLimitedError
from watchkeeper.models.types.limit_counters import LimitCounters
from watchkeeper.models.types.rate_limit import Rate, Standing, first_to_refuse
from watchkeeper.models.types.request_context import begin_request, current_request
from watchkeeper.repositories.operations.adapters.rate_limiter_memory_adapter import MemoryRateLimiter
from watchkeeper.repositories.operations.unobserved import NullMetrics

RATES = (Rate(3, 10), Rate(5, 60))


class Bucket:
    """One client of one bucket, as its headers show it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.counters = LimitCounters()
        self._uses = UseCounting(limiter=MemoryRateLimiter(self.clock), counters=self.counters, metrics=NullMetrics())

    def use(self) -> Standing:
        """Use it once. Raises RateLimitedError."""
        begin_request("id", None)
        asyncio.run(self._uses.take((("bucket", RATES),)))
        return first_to_refuse(list(current_request().standings.values()))


@given(st.lists(st.floats(min_value=0, max_value=30), min_size=1, max_size=40))
def test_client_that_obeys_the_headers_is_never_refused(pauses: list[float]) -> None:
    bucket = Bucket()
    for pause in pauses:
        standing = bucket.use()
        bucket.clock.now += pause
        if standing.remaining == 0:
            bucket.clock.now += max(0.0, standing.reset_seconds - pause)
    assert bucket.counters.refused == 0


@given(st.lists(st.floats(min_value=0, max_value=12), min_size=1, max_size=40))
def test_client_that_uses_all_that_remains_at_once_is_never_refused(pauses: list[float]) -> None:
    bucket = Bucket()
    for pause in pauses:
        standing = bucket.use()
        for _ in range(standing.remaining):
            standing = bucket.use()
        bucket.clock.now += standing.reset_seconds + pause
    assert bucket.counters.refused == 0


@given(st.lists(st.floats(min_value=0, max_value=15), min_size=5, max_size=60))
def test_retry_after_is_the_smallest_wait_that_works(pauses: list[float]) -> None:
    bucket = Bucket()
    for pause in pauses:
        bucket.clock.now += pause
        try:
            bucket.use()
        except RateLimitedError as refusal:
            bucket.clock.now += refusal.retry_after - 1.001
            with pytest.raises(RateLimitedError):
                bucket.use()
            bucket.clock.now += 1.001
            bucket.use()


def test_headers_tell_of_the_limit_that_refuses_first() -> None:
    bucket = Bucket()
    told = [bucket.use() for _ in range(3)]
    assert [(one.rate.amount, one.remaining, one.reset_seconds) for one in told] == [(3, 2, 10), (3, 1, 10), (3, 0, 10)]
    bucket.clock.now += 10
    bucket.use()
    last = bucket.use()
    assert (last.rate.amount, last.remaining, last.reset_seconds) == (5, 0, 50)


def test_of_limits_with_as_much_left_the_longer_one_is_told() -> None:
    short, long = Standing(Rate(3, 10), True, 1, 10), Standing(Rate(5, 60), True, 1, 60)
    assert first_to_refuse([short, long]) is long


async def test_windows_that_are_over_are_dropped() -> None:
    clock = Clock()
    limiter = MemoryRateLimiter(clock)
    for number in range(5000):
        clock.now += 1
        await limiter.hit(f"key {number}", Rate(1, 10))
    assert len(limiter._windows) <= 2000


async def test_memory_is_bounded_whoever_comes() -> None:
    limiter = MemoryRateLimiter(Clock(), most_windows=100)
    standings = [await limiter.hit(f"key {number}", Rate(1, 3600)) for number in range(300)]
    assert all(one is not None and one.is_granted for one in standings)
    assert len(limiter._windows) == 100
    kept = await limiter.hit("key 299", Rate(1, 3600))
    assert kept is not None
    assert not kept.is_granted


async def test_refused_uses_are_counted_for_metrics_and_nowhere_else() -> None:
    counters = LimitCounters()
    uses = UseCounting(limiter=MemoryRateLimiter(Clock()), counters=counters, metrics=NullMetrics())
    begin_request("id", None)
    for _ in range(2):
        await uses.take((("bucket", (Rate(2, 60),)),))
    for _ in range(3):
        with pytest.raises(RateLimitedError):
            await uses.take((("bucket", (Rate(2, 60),)),))
    assert (counters.granted, counters.refused) == (2, 3)
