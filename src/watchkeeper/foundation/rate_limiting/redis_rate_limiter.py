import asyncio
import time
from collections.abc import Callable
from math import ceil
from typing import cast

from limits.aio.storage import RedisStorage
from limits.aio.storage.redis.redispy import RedispyBridge
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from watchkeeper.foundation.core.rates import Rate, RateLimitStatus
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitCounters, RateLimiter

_MAX_WAIT_SECONDS = 0.2
_RETRY_SECONDS = 2.0
_MILLISECONDS = 1000
_PEEK, _HIT, _REFUND = 0, 1, -1

# One round trip a use. The script of `limits` for fixed windows returns no time to the reset and counts rejected uses.
# Redis expires a key after its time has passed, not when it is reached: hence one millisecond less.
_SCRIPT = """
local amount, window, step = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local used = tonumber(redis.call('GET', KEYS[1]) or '0')
local granted = 0
if used < amount then granted = 1 end
if step == 1 and granted == 1 then
    used = redis.call('INCR', KEYS[1])
    if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], window - 1) end
elseif step == -1 and used > 0 then
    used = redis.call('DECR', KEYS[1])
end
return {granted, used, redis.call('PTTL', KEYS[1])}
"""


class RedisRateLimiter:
    """A rate limiter in the Redis that all processes share, over the storage of the library `limits`.

    A call waits at most `max_wait_seconds`. After a failure one use every two seconds tries Redis again; the others
    return at once. Until Redis responds, `fallback` counts the uses with `must_count_locally`.
    """

    def __init__(
        self,
        url: str,
        *,
        fallback: RateLimiter,
        counters: RateLimitCounters,
        clock: Callable[[], float] = time.monotonic,
        max_wait_seconds: float = _MAX_WAIT_SECONDS,
    ) -> None:
        scheme, _, rest = url.partition("://")
        self._storage = RedisStorage(
            f"async+{'redis+unix' if scheme == 'unix' else scheme}://{rest}",
            wrap_exceptions=True,
            implementation="redispy",
            socket_timeout=max_wait_seconds,
            socket_connect_timeout=max_wait_seconds,
        )
        self._redis = cast("Redis", cast("RedispyBridge", self._storage.bridge).get_connection())
        self._redis.set_retry(Retry(NoBackoff(), 1, (RedisConnectionError,)))  # for idle connections that Redis closed
        self._script = self._redis.register_script(_SCRIPT)
        self._fallback = fallback
        self._counters = counters
        self._clock = clock
        self._max_wait_seconds = max_wait_seconds
        self._is_down = False
        self._retry_at = 0.0

    async def hit(self, key: str, rate: Rate, *, must_count_locally: bool = False) -> RateLimitStatus | None:
        status = await self._run(key, rate, _HIT)
        if status is None and must_count_locally:
            self._counters.counted_locally += 1
            return await self._fallback.hit(key, rate)
        self._counters.uncounted += status is None
        return status

    async def find(self, key: str, rate: Rate, *, must_count_locally: bool = False) -> RateLimitStatus | None:
        status = await self._run(key, rate, _PEEK)
        return await self._fallback.find(key, rate) if status is None and must_count_locally else status

    async def refund(self, key: str, rate: Rate) -> None:
        if await self._run(key, rate, _REFUND) is None:
            await self._fallback.refund(key, rate)

    async def close(self) -> None:
        await self._redis.aclose()

    async def _run(self, key: str, rate: Rate, step: int) -> RateLimitStatus | None:
        if self._is_down:
            if self._clock() < self._retry_at:
                return None
            self._retry_at = self._clock() + _RETRY_SECONDS
        try:
            async with asyncio.timeout(self._max_wait_seconds):
                allowed, used, milliseconds = await self._script(
                    [f"watchkeeper:limits:{key}"], [rate.amount, rate.seconds * _MILLISECONDS, step]
                )
        except (RedisError, OSError, TimeoutError):
            self._counters.store_failures += 1
            self._is_down = True
            self._retry_at = self._clock() + _RETRY_SECONDS
            return None
        self._is_down = False
        # A negative time means that no window has begun.
        reset = max(1, ceil(milliseconds / _MILLISECONDS)) if milliseconds >= 0 else rate.seconds
        return RateLimitStatus(rate, bool(allowed), max(0, rate.amount - used), reset)
