from typing import Self

from pydantic import Field

from watchkeeper.foundation.core.dtos import Output
from watchkeeper.foundation.core.health import ComponentHealth, ComponentState


class HealthOutput(Output):
    status: str = Field(examples=["ready"])


class ComponentOutput(Output):
    """One component. Only admins see its response time (in milliseconds) and its version."""

    name: str
    state: ComponentState
    milliseconds: float | None = None
    version: str | None = None


class DetailedHealthOutput(Output):
    status: str
    components: list[ComponentOutput]

    @classmethod
    def of_components(cls, components: list[ComponentHealth], *, with_details: bool) -> Self:
        is_well = all(part.state in (ComponentState.UP, ComponentState.UNKNOWN) for part in components)
        return cls(
            status="ok" if is_well else "degraded",
            components=[
                ComponentOutput.of(part) if with_details else ComponentOutput(name=part.name, state=part.state)
                for part in components
            ],
        )
