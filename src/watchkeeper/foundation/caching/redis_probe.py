import asyncio
import time

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from watchkeeper.foundation.core.health import ComponentHealth, ComponentState

_TIMEOUT_SECONDS = 1.2


class RedisProbe:
    """Checks Redis by asking for its version on a new connection. Redis is not required for readiness."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def check(self) -> ComponentHealth:
        started_at = time.perf_counter()
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                version = await self._version()
        except (OSError, RedisError):
            return ComponentHealth("redis", ComponentState.DOWN, is_required=False)
        milliseconds = round((time.perf_counter() - started_at) * 1000, 1)
        return ComponentHealth("redis", ComponentState.UP, False, milliseconds, version)

    async def _version(self) -> str:
        once = Retry(NoBackoff(), 0)
        async with Redis.from_url(self._url, single_connection_client=True, retry=once) as client:
            return str((await client.info("server"))["redis_version"])
