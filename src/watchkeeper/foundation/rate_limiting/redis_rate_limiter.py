from math import ceil

from watchkeeper.foundation.caching.redis_connection import RedisConnection, RedisUnavailableError
from watchkeeper.foundation.core.rates import Rate, RateLimitStatus
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimiter

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
    """A rate limiter in the Redis that all processes share. Until Redis responds, `fallback` counts the uses with
    `must_count_locally`."""

    def __init__(self, connection: RedisConnection, *, fallback: RateLimiter) -> None:
        self._connection = connection
        self._script = connection.redis.register_script(_SCRIPT)
        self._fallback = fallback

    async def hit(self, key: str, rate: Rate, *, must_count_locally: bool = False) -> RateLimitStatus | None:
        status = await self._run(key, rate, _HIT)
        return await self._fallback.hit(key, rate) if status is None and must_count_locally else status

    async def find(self, key: str, rate: Rate, *, must_count_locally: bool = False) -> RateLimitStatus | None:
        status = await self._run(key, rate, _PEEK)
        return await self._fallback.find(key, rate) if status is None and must_count_locally else status

    async def refund(self, key: str, rate: Rate) -> None:
        if await self._run(key, rate, _REFUND) is None:
            await self._fallback.refund(key, rate)

    async def close(self) -> None:
        await self._connection.close()

    async def _run(self, key: str, rate: Rate, step: int) -> RateLimitStatus | None:
        arguments = [rate.amount, rate.seconds * _MILLISECONDS, step]
        try:
            allowed, used, milliseconds = await self._connection.run(
                lambda: self._script([f"watchkeeper:limits:{key}"], arguments)
            )
        except RedisUnavailableError:
            return None
        # A negative time means that no window has begun.
        reset = max(1, ceil(milliseconds / _MILLISECONDS)) if milliseconds >= 0 else rate.seconds
        return RateLimitStatus(rate, bool(allowed), max(0, rate.amount - used), reset)
