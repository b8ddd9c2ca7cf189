import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

MAX_WAIT_SECONDS = 0.2
_RETRY_SECONDS = 2.0

ResultT = TypeVar("ResultT")


class RedisUnavailableError(Exception):
    """Redis does not respond in time, fails, or has failed less than two seconds ago."""


class RedisConnection:
    """Connections to Redis. A call waits at most `max_wait_seconds`; after a failure one call every two seconds tries
    Redis again, and the others fail at once. `clock` returns seconds."""

    def __init__(
        self, url: str, *, clock: Callable[[], float] = time.monotonic, max_wait_seconds: float = MAX_WAIT_SECONDS
    ) -> None:
        self.redis: Redis = Redis.from_url(  # one retry, as Redis may have closed an idle connection
            url,
            socket_timeout=max_wait_seconds,
            socket_connect_timeout=max_wait_seconds,
            retry=Retry(NoBackoff(), 1, (RedisConnectionError,)),
        )
        self._clock = clock
        self._max_wait_seconds = max_wait_seconds
        self._is_down = False
        self._retry_at = 0.0

    async def run(self, call: Callable[[], Awaitable[ResultT]]) -> ResultT:
        """Return the result of `call`. Raises RedisUnavailableError."""
        if self._is_down:
            if self._clock() < self._retry_at:
                raise RedisUnavailableError
            self._retry_at = self._clock() + _RETRY_SECONDS
        try:
            async with asyncio.timeout(self._max_wait_seconds):
                result = await call()
        except (RedisError, OSError, TimeoutError) as failure:
            self._is_down = True
            self._retry_at = self._clock() + _RETRY_SECONDS
            raise RedisUnavailableError from failure
        self._is_down = False
        return result

    async def close(self) -> None:
        await self.redis.aclose()
