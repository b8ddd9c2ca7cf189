from typing import Protocol

from watchkeeper.foundation.observability.health_status import ComponentHealth


class HealthProbe(Protocol):
    async def check(self) -> ComponentHealth:
        """Return the health of one part within two seconds, whatever hangs. Never raises."""


class HealthProbes(Protocol):
    async def check_all(self) -> list[ComponentHealth]:
        """Return the health of every part, in a fixed order, within two seconds, whatever hangs. Never raises."""
