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
_RETRY_SECONDS = 2.0
_MILLISECONDS = 1000
_SIGNATURE_BYTES = 16
_MAX_PENDING_DELETES = 10_000

ResultT = TypeVar("ResultT")


class RedisCacheStore:
    """A cache in the Redis that all processes share. Redis bounds its size (`maxmemory`).

    A call waits at most `max_wait_seconds`. After a failure every look-up is a miss, and one call every two seconds
    tries Redis again. Deletions that failed are sent before any content is read again. Contents are signed with
    `secret`: one that was forged or truncated is a miss.
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
        self._redis: Redis = Redis.from_url(  # one retry, as Redis may have closed an idle connection
            url,
            socket_timeout=max_wait_seconds,
            socket_connect_timeout=max_wait_seconds,
            retry=Retry(NoBackoff(), 1, (RedisConnectionError,)),
        )
        self._key = hmac.digest(secret.encode(), b"watchkeeper cache store", "sha256")
        self._metrics = metrics
        self._clock = clock
        self._max_wait_seconds = max_wait_seconds
        self._is_down = False
        self._retry_at = 0.0
        self._pending_deletes: dict[str, None] = {}

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
        self._pending_deletes[key] = None
        if len(self._pending_deletes) > _MAX_PENDING_DELETES:
            del self._pending_deletes[next(iter(self._pending_deletes))]
        await self._run(key, self._flush_deletes)

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def _run(self, key: str, call: Callable[[], Awaitable[ResultT]]) -> ResultT | None:
        if self._is_down:
            if self._clock() < self._retry_at:
                self._count_unreachable(key)
                return None
            self._retry_at = self._clock() + _RETRY_SECONDS
        try:
            async with asyncio.timeout(self._max_wait_seconds):
                await self._flush_deletes()
                result = await call()
        except (RedisError, OSError, TimeoutError):
            self._is_down = True
            self._retry_at = self._clock() + _RETRY_SECONDS
            self._count_unreachable(key)
            return None
        self._is_down = False
        return result

    async def _flush_deletes(self) -> None:
        keys = list(self._pending_deletes)
        if keys:
            await self._redis.delete(*map(_name, keys))
            for key in keys:
                self._pending_deletes.pop(key, None)

    def _count_unreachable(self, key: str) -> None:
        self._metrics.count_cache(key.partition(":")[0], "unreachable")

    def _signature(self, key: str, signed: bytes) -> bytes:
        return hmac.digest(self._key, key.encode() + b"\n" + signed[_SIGNATURE_BYTES:], "sha256")[:_SIGNATURE_BYTES]


def _name(key: str) -> str:
    return f"watchkeeper:cache:{key}"
