from typing import Self

from watchkeeper.models.dtos.base import Output
from watchkeeper.models.types.health import ComponentHealth, ComponentState


class HealthOutput(Output):
    status: str

    @classmethod
    def of_readiness(cls, *, is_ready: bool) -> Self:
        return cls(status="ready" if is_ready else "not_ready")

    @property
    def http_status(self) -> int:
        return 503 if self.status == "not_ready" else 200


class ComponentOutput(Output):
    """One part; time in milliseconds and version are shown to admins."""

    name: str
    state: ComponentState
    milliseconds: float | None = None
    version: str | None = None


class DetailedHealthOutput(Output):
    status: str
    components: list[ComponentOutput]

    @classmethod
    def of_components(cls, components: list[ComponentHealth], *, with_details: bool) -> Self:
        is_up = all(part.state is not ComponentState.DOWN for part in components)
        return cls(
            status="ok" if is_up else "degraded",
            components=[
                ComponentOutput.of(part) if with_details else ComponentOutput(name=part.name, state=part.state)
                for part in components
            ],
        )
