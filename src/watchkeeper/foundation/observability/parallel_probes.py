import asyncio
from collections.abc import Sequence

from watchkeeper.foundation.observability.health_probe import HealthProbe
from watchkeeper.foundation.observability.health_status import ComponentHealth


class ParallelProbes:
    """Asks all probes at the same time: two that hang take no longer than one."""

    def __init__(self, probes: Sequence[HealthProbe]) -> None:
        self._probes = probes

    async def check_all(self) -> list[ComponentHealth]:
        return await asyncio.gather(*(probe.check() for probe in self._probes))
