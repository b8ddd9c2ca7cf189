import asyncio
import time

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from watchkeeper.foundation.observability.health_status import ComponentHealth, ComponentState

_BOUND_SECONDS = 1.2


class RedisProbe:
    """Asks Redis for its version, over a connection of its own. The service works without it, if more slowly."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def check(self) -> ComponentHealth:
        started_at = time.perf_counter()
        try:
            async with asyncio.timeout(_BOUND_SECONDS):
                version = await self._ask()
        except (OSError, RedisError):
            return ComponentHealth("redis", ComponentState.DOWN, is_required=False)
        milliseconds = round((time.perf_counter() - started_at) * 1000, 1)
        return ComponentHealth("redis", ComponentState.UP, False, milliseconds, version)

    async def _ask(self) -> str:
        once = Retry(NoBackoff(), 0)
        async with Redis.from_url(self._url, single_connection_client=True, retry=once) as client:
            return str((await client.info("server"))["redis_version"])
