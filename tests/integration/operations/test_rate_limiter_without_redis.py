"""The limiter on Redis while Redis is away, frozen, or back again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.support.limits import Clock
from tests.support.redis import free_port, started_redis
from watchkeeper.foundation.caching.redis_connection import RedisConnection
from watchkeeper.foundation.core.rates import Rate
from watchkeeper.foundation.rate_limiting.memory_rate_limiter import MemoryRateLimiter
from watchkeeper.foundation.rate_limiting.redis_rate_limiter import RedisRateLimiter

RATE = Rate(2, 3600)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@asynccontextmanager
async def limiter_on(port: int, clock: Clock, max_wait_seconds: float = 30) -> AsyncIterator[RedisRateLimiter]:
    connection = RedisConnection(f"redis://127.0.0.1:{port}/0", clock=clock, max_wait_seconds=max_wait_seconds)
    limiter = RedisRateLimiter(connection, fallback=MemoryRateLimiter(clock))
    try:
        yield limiter
    finally:
        await limiter.close()


@asynccontextmanager
async def frozen_server() -> AsyncIterator[tuple[int, list[int]]]:
    """Give the port of a server that takes connections and never answers, and a list with one item a connection."""
    connections: list[int] = []

    async def consume(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(1)
        while await reader.read(1024):
            pass
        writer.close()

    server = await asyncio.start_server(consume, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], connections


async def test_uses_pass_uncounted(clock: Clock) -> None:
    async with limiter_on(free_port(), clock) as limiter:
        assert [await limiter.hit("key", RATE) for _ in range(5)] == [None] * 5


async def test_vital_uses_are_counted_by_the_process_alone(clock: Clock) -> None:
    async with limiter_on(free_port(), clock) as limiter:
        rate_limits = [await limiter.hit("key", RATE, must_count_locally=True) for _ in range(4)]
        await limiter.refund("key", RATE)
        found = await limiter.find("key", RATE, must_count_locally=True)
    assert [one is not None and one.is_allowed for one in rate_limits] == [True, True, False, False]
    assert found is not None
    assert found.remaining == 1


async def test_after_a_failure_redis_is_left_alone_for_two_seconds(clock: Clock) -> None:
    async with frozen_server() as (port, connections), limiter_on(port, clock, 0.05) as limiter:
        for _ in range(5):
            await limiter.hit("key", RATE)
        tried_at_first = len(connections)

        clock.now += 1.9
        await limiter.hit("key", RATE)
        assert len(connections) == tried_at_first

        clock.now += 0.2
        await asyncio.gather(*(limiter.hit("key", RATE) for _ in range(5)))
        assert len(connections) == 2 * tried_at_first  # one tried, the others did not wait for it


async def test_redis_that_is_back_counts_again(clock: Clock) -> None:
    port = free_port()
    async with limiter_on(port, clock) as limiter:
        assert await limiter.hit("key", RATE) is None
        with started_redis(port):
            assert await limiter.hit("key", RATE) is None
            clock.now += 2.0
            rate_limits = [await limiter.hit("key", RATE) for _ in range(3)]
            assert [one is not None and one.is_allowed for one in rate_limits] == [True, True, False]


async def test_redis_that_was_started_anew_is_noticed_without_a_gap(clock: Clock) -> None:
    port = free_port()
    async with limiter_on(port, clock) as limiter:
        with started_redis(port):
            assert await limiter.hit("key", RATE) is not None
        with started_redis(port):
            assert await limiter.hit("key", RATE) is not None
