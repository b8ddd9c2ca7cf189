import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from watchkeeper.foundation.observability.metrics import Metrics

_MAX_WAIT_SECONDS = 0.2
_PAUSE_SECONDS = 2.0
_MILLISECONDS = 1000
_SIGNATURE_BYTES = 16
_MOST_OWED = 10_000

ResultT = TypeVar("ResultT")


class RedisCacheStore:
    """A cache in the Redis that the processes share; how much it holds is Redis' to bound (`maxmemory`).

    An answer is waited for as long as `max_wait_seconds`. While there is none nothing is there, and it is tried again
    every two seconds, by one call. What was to be forgotten meanwhile is forgotten before anything is believed again.
    What somebody else has written, or cut off, is not there either: contents are signed with `secret`.
    """

    def __init__(
        self,
        url: str,
        *,
        secret: str,
        metrics: Metrics,
        clock: Callable[[], float] = time.monotonic,
        max_wait_seconds: float = _MAX_WAIT_SECONDS,
    ) -> None:
        self._redis: Redis = Redis.from_url(  # Redis may have closed a connection: tried once more
            url,
            socket_timeout=max_wait_seconds,
            socket_connect_timeout=max_wait_seconds,
            retry=Retry(NoBackoff(), 1, (RedisConnectionError,)),
        )
        self._key = hmac.digest(secret.encode(), b"watchkeeper cache store", "sha256")
        self._metrics = metrics
        self._clock = clock
        self._max_wait_seconds = max_wait_seconds
        self._is_away = False
        self._ask_again_at = 0.0
        self._owed: dict[str, None] = {}

    async def get(self, key: str) -> bytes | None:
        cached = await self._run(key, lambda: self._redis.get(_name(key)))
        if cached is None or not hmac.compare_digest(cached[:_SIGNATURE_BYTES], self._signature(key, cached)):
            return None
        content: bytes = cached[_SIGNATURE_BYTES:]
        return content

    async def store(self, key: str, content: bytes, seconds: float) -> None:
        signed = self._signature(key, bytes(_SIGNATURE_BYTES) + content) + content
        milliseconds = max(1, int(seconds * _MILLISECONDS))
        await self._run(key, lambda: self._redis.set(_name(key), signed, px=milliseconds))

    async def delete(self, key: str) -> None:
        self._owed[key] = None
        if len(self._owed) > _MOST_OWED:
            del self._owed[next(iter(self._owed))]
        await self._run(key, self._forget_owed)

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def _run(self, key: str, ask: Callable[[], Awaitable[ResultT]]) -> ResultT | None:
        if self._is_away:
            if self._clock() < self._ask_again_at:
                self._count_unreachable(key)
                return None
            self._ask_again_at = self._clock() + _PAUSE_SECONDS
        try:
            async with asyncio.timeout(self._max_wait_seconds):
                await self._forget_owed()
                result = await ask()
        except (RedisError, OSError, TimeoutError):
            self._is_away = True
            self._ask_again_at = self._clock() + _PAUSE_SECONDS
            self._count_unreachable(key)
            return None
        self._is_away = False
        return result

    async def _forget_owed(self) -> None:
        owed = list(self._owed)
        if owed:
            await self._redis.delete(*map(_name, owed))
            for key in owed:
                self._owed.pop(key, None)

    def _count_unreachable(self, key: str) -> None:
        self._metrics.count_cache(key.partition(":")[0], "unreachable")

    def _signature(self, key: str, signed: bytes) -> bytes:
        return hmac.digest(self._key, key.encode() + b"\n" + signed[_SIGNATURE_BYTES:], "sha256")[:_SIGNATURE_BYTES]


def _name(key: str) -> str:
    return f"watchkeeper:cache:{key}"
