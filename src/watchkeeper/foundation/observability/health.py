from watchkeeper.foundation.core.lifecycle import Lifecycle, Stage
from watchkeeper.foundation.core.operations_errors import NotReadyError
from watchkeeper.foundation.observability.health_probe import HealthProbes
from watchkeeper.foundation.observability.health_status import ComponentHealth, ComponentState

_REASONS = {
    Stage.STARTING: "It is starting.",
    Stage.DRAINING: "It is being stopped, and finishes what is under way.",
}


class Health:
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
