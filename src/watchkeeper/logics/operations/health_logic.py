from collections.abc import Sequence

from watchkeeper.models.errors.operations_errors import NotReadyError
from watchkeeper.models.types.health import ComponentHealth, ComponentState
from watchkeeper.repositories.operations.health_probe import HealthProbe


class HealthLogic:
    """Whether the service can do its work: each part is asked, each within a bound."""

    def __init__(self, *, probes: Sequence[HealthProbe]) -> None:
        self._probes = probes

    async def check_components(self) -> list[ComponentHealth]:
        """Return the health of every part, in a fixed order."""
        return [await probe.check() for probe in self._probes]

    async def require_ready(self) -> None:
        """Raise NotReadyError unless every part that requests need is up."""
        components = await self.check_components()
        if any(part.is_required and part.state is not ComponentState.UP for part in components):
            raise NotReadyError
