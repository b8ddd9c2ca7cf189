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

from watchkeeper.models.types.limit_counters import LimitCounters
from watchkeeper.models.types.rate_limit import Rate, Standing
from watchkeeper.repositories.operations.rate_limiter import RateLimiter

_PATIENCE_SECONDS = 0.2
_PAUSE_SECONDS = 2.0
_MILLISECONDS = 1000
_LOOK, _HIT, _GIVE_BACK = 0, 1, -1

# One round trip a use. limits' own script for fixed windows tells no time to the reset, and counts refused uses.
# A key of Redis lives until its time is past, not only reached: hence one millisecond less.
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
    """Counts in the Redis that the processes share, over the storage of the library `limits`.

    An answer is waited for as long as `patience_seconds`. While there is none it is tried again every two seconds, by
    one use; the others don't wait for it. `alone` counts vital uses meanwhile.
    """

    def __init__(
        self,
        url: str,
        *,
        alone: RateLimiter,
        counters: LimitCounters,
        clock: Callable[[], float] = time.monotonic,
        patience_seconds: float = _PATIENCE_SECONDS,
    ) -> None:
        scheme, _, rest = url.partition("://")
        self._storage = RedisStorage(
            f"async+{'redis+unix' if scheme == 'unix' else scheme}://{rest}",
            wrap_exceptions=True,
            implementation="redispy",
            socket_timeout=patience_seconds,
            socket_connect_timeout=patience_seconds,
        )
        self._redis = cast("Redis", cast("RedispyBridge", self._storage.bridge).get_connection())
        self._redis.set_retry(Retry(NoBackoff(), 1, (RedisConnectionError,)))  # Redis may have closed a connection
        self._script = self._redis.register_script(_SCRIPT)
        self._alone = alone
        self._counters = counters
        self._clock = clock
        self._patience_seconds = patience_seconds
        self._is_away = False
        self._ask_again_at = 0.0

    async def hit(self, key: str, rate: Rate, *, is_vital: bool = False) -> Standing | None:
        standing = await self._run(key, rate, _HIT)
        if standing is None and is_vital:
            self._counters.counted_alone += 1
            return await self._alone.hit(key, rate)
        self._counters.uncounted += standing is None
        return standing

    async def find(self, key: str, rate: Rate, *, is_vital: bool = False) -> Standing | None:
        standing = await self._run(key, rate, _LOOK)
        return await self._alone.find(key, rate) if standing is None and is_vital else standing

    async def give_back(self, key: str, rate: Rate) -> None:
        if await self._run(key, rate, _GIVE_BACK) is None:
            await self._alone.give_back(key, rate)

    async def close(self) -> None:
        await self._redis.aclose()

    async def _run(self, key: str, rate: Rate, step: int) -> Standing | None:
        if self._is_away:
            if self._clock() < self._ask_again_at:
                return None
            self._ask_again_at = self._clock() + _PAUSE_SECONDS
        try:
            async with asyncio.timeout(self._patience_seconds):
                granted, used, milliseconds = await self._script(
                    [f"watchkeeper:limits:{key}"], [rate.amount, rate.seconds * _MILLISECONDS, step]
                )
        except (RedisError, OSError, TimeoutError):
            self._counters.store_failures += 1
            self._is_away = True
            self._ask_again_at = self._clock() + _PAUSE_SECONDS
            return None
        self._is_away = False
        # Without a window none has begun: the whole of one is ahead.
        reset = max(1, ceil(milliseconds / _MILLISECONDS)) if milliseconds >= 0 else rate.seconds
        return Standing(rate, bool(granted), max(0, rate.amount - used), reset)
