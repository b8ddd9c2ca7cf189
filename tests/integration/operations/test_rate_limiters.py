"""What every rate limiter promises, for each of them."""

import asyncio
import secrets
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass

import pytest
import redis.asyncio

from tests.support.limits import Clock
from tests.support.redis import redis_server
from watchkeeper.configs.settings import PROJECT_ROOT
from watchkeeper.foundation.caching.redis_connection import RedisConnection
from watchkeeper.foundation.core.rates import Rate, RateLimitStatus
from watchkeeper.foundation.rate_limiting.memory_rate_limiter import MemoryRateLimiter
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimiter
from watchkeeper.foundation.rate_limiting.redis_rate_limiter import RedisRateLimiter

RATE = Rate(3, 60)

_PROCESS = """
import asyncio, sys
from watchkeeper.foundation.caching.redis_connection import RedisConnection
from watchkeeper.foundation.core.rates import Rate
from watchkeeper.foundation.rate_limiting.memory_rate_limiter import MemoryRateLimiter
from watchkeeper.foundation.rate_limiting.redis_rate_limiter import RedisRateLimiter

async def main():
    limiter = RedisRateLimiter(RedisConnection(sys.argv[1], max_wait_seconds=30), fallback=MemoryRateLimiter())
    granted = 0
    for _ in range(5):
        hits = await asyncio.gather(*(limiter.hit(sys.argv[2], Rate(50, 3600)) for _ in range(5)))
        granted += sum(hit.is_allowed for hit in hits)
    await limiter.close()
    print(granted)

asyncio.run(main())
"""


@dataclass
class Case:
    limiter: RateLimiter
    end_window: Callable[[str], Awaitable[None]]


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture(params=["memory", "redis"])
async def case(request: pytest.FixtureRequest) -> AsyncIterator[Case]:
    if request.param == "memory":
        clock = Clock()

        async def pass_time(key: str) -> None:
            del key
            clock.now += RATE.seconds

        yield Case(MemoryRateLimiter(clock), pass_time)
        return
    url = request.getfixturevalue("redis_url")
    async with redis.asyncio.Redis.from_url(url) as client:

        async def expire(key: str) -> None:
            await client.delete(f"watchkeeper:limits:{key}")

        limiter = RedisRateLimiter(RedisConnection(url, max_wait_seconds=30), fallback=MemoryRateLimiter())
        yield Case(limiter, expire)
        await limiter.close()


@pytest.fixture
def key() -> str:
    return secrets.token_hex(8)


async def hit(case: Case, key: str) -> RateLimitStatus:
    status = await case.limiter.hit(key, RATE)
    assert status is not None
    return status


async def test_uses_are_granted_until_none_is_left(case: Case, key: str) -> None:
    rate_limits = [await hit(case, key) for _ in range(5)]
    assert [(one.is_allowed, one.remaining) for one in rate_limits] == [
        (True, 2), (True, 1), (True, 0), (False, 0), (False, 0),
    ]  # fmt: skip
    assert all(50 < one.reset_seconds <= 60 for one in rate_limits)


async def test_first_use_begins_a_whole_window(case: Case, key: str) -> None:
    assert (await hit(case, key)).reset_seconds == 60


async def test_whole_amount_is_there_again_after_the_window(case: Case, key: str) -> None:
    for _ in range(5):
        await hit(case, key)
    await case.end_window(key)
    assert [(await hit(case, key)).is_allowed for _ in range(4)] == [True, True, True, False]


async def test_keys_do_not_disturb_each_other(case: Case, key: str) -> None:
    for _ in range(4):
        await hit(case, key)
    assert (await hit(case, f"{key}-other")).remaining == 2


async def test_use_that_was_given_back_is_there_again(case: Case, key: str) -> None:
    for _ in range(5):
        await hit(case, key)
    await case.limiter.refund(key, RATE)
    assert [(await hit(case, key)).is_allowed for _ in range(2)] == [True, False]


async def test_giving_back_more_than_was_used_gives_nothing(case: Case, key: str) -> None:
    await hit(case, key)
    for _ in range(4):
        await case.limiter.refund(key, RATE)
    assert [(await hit(case, key)).is_allowed for _ in range(4)] == [True, True, True, False]


async def test_giving_back_what_was_never_used_begins_no_window(case: Case, key: str) -> None:
    await case.limiter.refund(key, RATE)
    assert await case.limiter.find(key, RATE) == RateLimitStatus(RATE, True, 3, 60)


async def test_finding_out_uses_nothing(case: Case, key: str) -> None:
    for _ in range(5):
        assert (await case.limiter.find(key, RATE)) == RateLimitStatus(RATE, True, 3, 60)
    for _ in range(3):
        await hit(case, key)
    found = await case.limiter.find(key, RATE)
    assert found is not None
    assert (found.is_allowed, found.remaining) == (False, 0)


async def test_of_many_uses_at_the_same_moment_as_many_are_granted_as_there_are(case: Case, key: str) -> None:
    rate_limits = await asyncio.gather(*(case.limiter.hit(key, Rate(10, 60)) for _ in range(50)))
    assert sum(one is not None and one.is_allowed for one in rate_limits) == 10


async def test_four_processes_on_one_redis_are_granted_as_many_as_there_are(redis_url: str, key: str) -> None:
    allowed = await asyncio.gather(*(granted_to_a_process(redis_url, key) for _ in range(4)))
    assert sum(allowed) == 50  # of 100


async def granted_to_a_process(url: str, key: str) -> int:
    environment = {"PYTHONPATH": str(PROJECT_ROOT / "src")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _PROCESS, url, key, env=environment, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    return int(output)


async def test_keys_in_redis_end_with_their_windows(redis_url: str, key: str) -> None:
    limiter = RedisRateLimiter(RedisConnection(redis_url, max_wait_seconds=30), fallback=MemoryRateLimiter())
    await limiter.hit(key, RATE)
    await limiter.refund(key, RATE)
    await limiter.hit(key, RATE)
    await limiter.close()
    async with redis.asyncio.Redis.from_url(redis_url) as client:
        assert 0 < await client.pttl(f"watchkeeper:limits:{key}") < RATE.seconds * 1000
