from watchkeeper.foundation.core.health import ComponentHealth, ComponentState
from watchkeeper.foundation.outbound.client import UpstreamClient


class UpstreamProbe:
    """Health of another service as seen by real calls: down while its circuit breaker is open, and unknown until a
    first call has succeeded.

    It sends no request itself.
    """

    def __init__(self, client: UpstreamClient) -> None:
        self._client = client

    async def check(self) -> ComponentHealth:
        return ComponentHealth(self._client.name, self._state(), is_required=False)

    def _state(self) -> ComponentState:
        if not self._client.is_available:
            return ComponentState.DOWN
        return ComponentState.UP if self._client.has_succeeded else ComponentState.UNKNOWN
