import hmac
from collections.abc import Awaitable, Callable
from typing import TypeVar

from watchkeeper.foundation.caching.redis_connection import RedisConnection, RedisUnavailableError
from watchkeeper.foundation.observability.metrics import Metrics

_MILLISECONDS = 1000
_SIGNATURE_BYTES = 16
_MAX_PENDING_DELETES = 10_000

ResultT = TypeVar("ResultT")


class RedisCacheStore:
    """A cache in the Redis that all processes share. Redis bounds its size (`maxmemory`).

    While Redis is unavailable every look-up is a miss. Deletions that failed are sent before any content is read again.
    Contents are signed with `secret`: one that was forged or truncated is a miss.
    """

    def __init__(self, connection: RedisConnection, *, secret: str, metrics: Metrics) -> None:
        self._connection = connection
        self._redis = connection.redis
        self._key = hmac.digest(secret.encode(), b"watchkeeper cache store", "sha256")
        self._metrics = metrics
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
        await self._connection.close()

    async def _run(self, key: str, call: Callable[[], Awaitable[ResultT]]) -> ResultT | None:
        async def flush_and_call() -> ResultT:
            await self._flush_deletes()
            return await call()

        try:
            return await self._connection.run(flush_and_call)
        except RedisUnavailableError:
            self._metrics.count_cache(key.partition(":")[0], "unreachable")
            return None

    async def _flush_deletes(self) -> None:
        keys = list(self._pending_deletes)
        if keys:
            await self._redis.delete(*map(_name, keys))
            for key in keys:
                self._pending_deletes.pop(key, None)

    def _signature(self, key: str, signed: bytes) -> bytes:
        return hmac.digest(self._key, key.encode() + b"\n" + signed[_SIGNATURE_BYTES:], "sha256")[:_SIGNATURE_BYTES]


def _name(key: str) -> str:
    return f"watchkeeper:cache:{key}"
