from watchkeeper.models.errors.operations_errors import NotReadyError
from watchkeeper.models.types.health import ComponentHealth, ComponentState
from watchkeeper.models.types.lifecycle import Lifecycle, Stage
from watchkeeper.repositories.operations.health_probe import HealthProbes

_REASONS = {
    Stage.STARTING: "It is starting.",
    Stage.DRAINING: "It is being stopped, and finishes what is under way.",
}


class HealthLogic:
    """Whether the service can do its work: each part is asked, within a bound."""

    def __init__(self, *, probes: HealthProbes, lifecycle: Lifecycle) -> None:
        self._probes = probes
        self._lifecycle = lifecycle

    async def check_components(self) -> list[ComponentHealth]:
        """Return the health of every part, in a fixed order."""
        return await self._probes.check_all()

    async def require_ready(self) -> None:
        """Raise NotReadyError unless the process takes traffic and every part that requests need is up."""
        if self._lifecycle.stage is not Stage.SERVING:
            raise NotReadyError(_REASONS[self._lifecycle.stage])
        components = await self._probes.check_all()
        if any(part.is_required and part.state is not ComponentState.UP for part in components):
            raise NotReadyError
