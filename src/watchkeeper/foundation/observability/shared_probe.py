import asyncio
import time

from watchkeeper.foundation.observability.health_probe import HealthProbe
from watchkeeper.foundation.observability.health_status import ComponentHealth

_FRESH_SECONDS = 0.1


class SharedProbe:
    """Asks `probe` once for everybody who wants to know at the same moment, so that no flood of health checks becomes a
    flood of connections."""

    def __init__(self, probe: HealthProbe, *, fresh_seconds: float = _FRESH_SECONDS) -> None:
        self._probe = probe
        self._fresh_seconds = fresh_seconds
        self._check: asyncio.Task[ComponentHealth] | None = None
        self._stale_at = 0.0

    async def check(self) -> ComponentHealth:
        if self._check is None or (self._check.done() and time.monotonic() >= self._stale_at):
            self._check = asyncio.create_task(self._ask(), name="health-probe")
        return await asyncio.shield(self._check)  # one of those who wait may leave

    async def _ask(self) -> ComponentHealth:
        health = await self._probe.check()
        self._stale_at = time.monotonic() + self._fresh_seconds
        return health
