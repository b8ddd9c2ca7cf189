from watchkeeper.foundation.core.health import ComponentHealth, ComponentState
from watchkeeper.foundation.outbound.client import UpstreamClient


class UpstreamProbe:
    """Says how another service answered those who needed it: down while it is left alone after many failures, and
    unknown until a first call has succeeded.

    It asks nobody itself.
    """

    def __init__(self, client: UpstreamClient) -> None:
        self._client = client

    async def check(self) -> ComponentHealth:
        return ComponentHealth(self._client.name, self._state(), is_required=False)

    def _state(self) -> ComponentState:
        if not self._client.is_answering:
            return ComponentState.DOWN
        return ComponentState.UP if self._client.has_answered else ComponentState.UNKNOWN
