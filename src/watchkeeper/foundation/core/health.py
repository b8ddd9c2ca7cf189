"""Health of the components of the service: their states, the probes that check them, and readiness."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from watchkeeper.foundation.core.lifecycle import Lifecycle, Stage
from watchkeeper.foundation.core.operations_errors import NotReadyError


class ComponentState(StrEnum):
    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"
    """No call has succeeded yet, usually as no request needed the component. The health check itself makes no call."""
    OUTDATED = "outdated"
    """It responds, but does not meet the needs of this version: the database has an older schema."""


@dataclass(frozen=True, slots=True)
class ComponentHealth:
    """The health of one component: its state, its response time in milliseconds, its version if known."""

    name: str
    state: ComponentState
    is_required: bool
    milliseconds: float | None = None
    version: str | None = None


class HealthProbe(Protocol):
    async def check(self) -> ComponentHealth:
        """Return the health of one component within two seconds, even if it hangs. Never raises."""


class HealthProbes(Protocol):
    async def check_all(self) -> list[ComponentHealth]:
        """Return the health of all components in a fixed order, within two seconds, even if some hang. Never raises."""


class ParallelProbes:
    """Runs all probes concurrently, so that two that hang take no longer than one."""

    def __init__(self, probes: Sequence[HealthProbe]) -> None:
        self._probes = probes

    async def check_all(self) -> list[ComponentHealth]:
        return await asyncio.gather(*(probe.check() for probe in self._probes))


_MAX_AGE_SECONDS = 0.1


class SharedProbe:
    """Shares one check of `probe` among concurrent callers, and for `max_age_seconds` after it, so that a flood of
    health checks does not open a flood of connections."""

    def __init__(self, probe: HealthProbe, *, max_age_seconds: float = _MAX_AGE_SECONDS) -> None:
        self._probe = probe
        self._max_age_seconds = max_age_seconds
        self._check: asyncio.Task[ComponentHealth] | None = None
        self._stale_at = 0.0

    async def check(self) -> ComponentHealth:
        if self._check is None or (self._check.done() and time.monotonic() >= self._stale_at):
            self._check = asyncio.create_task(self._run(), name="health-probe")
        return await asyncio.shield(self._check)  # a cancelled caller must not cancel the check for the others

    async def _run(self) -> ComponentHealth:
        health = await self._probe.check()
        self._stale_at = time.monotonic() + self._max_age_seconds
        return health


_REASONS = {
    Stage.STARTING: "It is starting.",
    Stage.DRAINING: "It is being stopped, and finishes what is under way.",
}


class Health:
    """Health and readiness of the service, from bounded checks of its components."""

    def __init__(self, *, probes: HealthProbes, lifecycle: Lifecycle) -> None:
        self._probes = probes
        self._lifecycle = lifecycle

    async def check_components(self) -> list[ComponentHealth]:
        """Return the health of all components, in a fixed order."""
        return await self._probes.check_all()

    async def require_ready(self) -> None:
        """Raise NotReadyError unless the process takes traffic and every required component is up."""
        if self._lifecycle.stage is not Stage.SERVING:
            raise NotReadyError(_REASONS[self._lifecycle.stage])
        components = await self._probes.check_all()
        if any(part.is_required and part.state is not ComponentState.UP for part in components):
            raise NotReadyError
