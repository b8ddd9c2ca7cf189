from fastapi import Response

from watchkeeper.foundation.core import NotReadyError
from watchkeeper.foundation.core.health import Health
from watchkeeper.foundation.http import NO_STORE, ApiRouter, KnownCaller, RateLimitClass, json_response
from watchkeeper.models.dtos.operations.health_dtos import DetailedHealthOutput, HealthOutput

_ALIVE, _READY = HealthOutput(status="ok"), HealthOutput(status="ready")


class HealthController:
    def __init__(self, health: Health) -> None:
        self._health = health

    def router(self) -> ApiRouter:
        router = ApiRouter(tag="operations")
        router.get(
            "/health",
            self.get_health,
            returns=HealthOutput,
            rate_limit=RateLimitClass.UNLIMITED,
            public=True,
        )
        router.get(
            "/ready",
            self.get_readiness,
            returns=HealthOutput,
            errors=[NotReadyError],
            rate_limit=RateLimitClass.UNLIMITED,
            public=True,
        )
        router.get("/api/v1/health/detailed", self.get_detailed_health, returns=DetailedHealthOutput)
        return router

    async def get_health(self) -> Response:
        """Liveness: the process is alive. Nothing else is checked."""
        return json_response(_ALIVE, NO_STORE)

    async def get_readiness(self) -> Response:
        """Readiness: whether the process takes traffic; 503 without its database."""
        await self._health.require_ready()
        return json_response(_READY, NO_STORE)

    async def get_detailed_health(self, caller: KnownCaller) -> Response:
        """The state of each part of the service. Admins also see versions and response times."""
        components = await self._health.check_components()
        is_admin = caller is not None and caller.is_admin
        return json_response(DetailedHealthOutput.of_components(components, with_details=is_admin), NO_STORE)
