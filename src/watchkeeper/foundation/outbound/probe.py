from watchkeeper.foundation.observability.health_status import ComponentHealth, ComponentState
from watchkeeper.foundation.outbound.client import UpstreamClient


class UpstreamProbe:
    """Says whether another service is asked right now: down while it is left alone after many failures.

    It asks nobody: whether the other service answers shows when people ask for something.
    """

    def __init__(self, client: UpstreamClient) -> None:
        self._client = client

    async def check(self) -> ComponentHealth:
        state = ComponentState.UP if self._client.is_answering else ComponentState.DOWN
        return ComponentHealth(self._client.name, state, is_required=False)
