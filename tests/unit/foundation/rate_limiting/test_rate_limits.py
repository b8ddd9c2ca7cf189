"""What the figures in the headers promise, and what bounds the memory they need."""

import asyncio
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.limits import Clock
from watchkeeper.foundation.core.operations_errors import RateLimitedError
from watchkeeper.foundation.core.rates import Rate, RateLimitStatus, most_restrictive
from watchkeeper.foundation.core.request_context import RequestContext, begin_request, current_request
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.rate_limiting.memory_rate_limiter import MemoryRateLimiter
from watchkeeper.foundation.rate_limiting.rate_limits import RateLimitCounter

RATES = (Rate(3, 10), Rate(5, 60))


class Decisions(Metrics):
    """Counts decisions by their outcome."""

    def __init__(self) -> None:
        self.outcomes = Counter[str]()

    def count_limit(self, policy: str, outcome: str) -> None:
        self.outcomes[outcome] += 1


class Bucket:
    """One client of one bucket, as its headers show it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.decisions = Decisions()
        self._uses = RateLimitCounter(limiter=MemoryRateLimiter(self.clock), metrics=self.decisions)

    def use(self) -> RateLimitStatus:
        """Use it once. Raises RateLimitedError."""
        begin_request(RequestContext("id"))
        asyncio.run(self._uses.consume((("bucket", RATES),)))
        return most_restrictive(list(current_request().rate_limits.values()))


@given(st.lists(st.floats(min_value=0, max_value=30), min_size=1, max_size=40))
def test_client_that_obeys_the_headers_is_never_refused(pauses: list[float]) -> None:
    bucket = Bucket()
    for pause in pauses:
        status = bucket.use()
        bucket.clock.now += pause
        if status.remaining == 0:
            bucket.clock.now += max(0.0, status.reset_seconds - pause)
    assert bucket.decisions.outcomes["rejected"] == 0


@given(st.lists(st.floats(min_value=0, max_value=12), min_size=1, max_size=40))
def test_client_that_uses_all_that_remains_at_once_is_never_refused(pauses: list[float]) -> None:
    bucket = Bucket()
    for pause in pauses:
        status = bucket.use()
        for _ in range(status.remaining):
            status = bucket.use()
        bucket.clock.now += status.reset_seconds + pause
    assert bucket.decisions.outcomes["rejected"] == 0


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
    short, long = RateLimitStatus(Rate(3, 10), True, 1, 10), RateLimitStatus(Rate(5, 60), True, 1, 60)
    assert most_restrictive([short, long]) is long


async def test_windows_that_are_over_are_dropped() -> None:
    clock = Clock()
    limiter = MemoryRateLimiter(clock)
    for number in range(5000):
        clock.now += 1
        await limiter.hit(f"key {number}", Rate(1, 10))
    assert len(limiter._windows) <= 2000


async def test_memory_is_bounded_whoever_comes() -> None:
    limiter = MemoryRateLimiter(Clock(), max_windows=100)
    rate_limits = [await limiter.hit(f"key {number}", Rate(1, 3600)) for number in range(300)]
    assert all(one is not None and one.is_allowed for one in rate_limits)
    assert len(limiter._windows) == 100
    kept = await limiter.hit("key 299", Rate(1, 3600))
    assert kept is not None
    assert not kept.is_allowed


async def test_refused_uses_are_counted_for_metrics_and_nowhere_else() -> None:
    decisions = Decisions()
    uses = RateLimitCounter(limiter=MemoryRateLimiter(Clock()), metrics=decisions)
    begin_request(RequestContext("id"))
    for _ in range(2):
        await uses.consume((("bucket", (Rate(2, 60),)),))
    for _ in range(3):
        with pytest.raises(RateLimitedError):
            await uses.consume((("bucket", (Rate(2, 60),)),))
    assert decisions.outcomes == {"allowed": 2, "rejected": 3}
