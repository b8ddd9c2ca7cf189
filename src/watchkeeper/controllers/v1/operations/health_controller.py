from typing import Annotated

from fastapi import APIRouter, Response

from watchkeeper.foundation.core.operations_errors import NotReadyError
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import KnownCaller
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.problem_responses import problems
from watchkeeper.foundation.http.rate_limit_headers import rate_limited
from watchkeeper.foundation.http.responses import NO_STORE, json_response
from watchkeeper.foundation.observability.health import Health
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass
from watchkeeper.models.dtos.health_dtos import DetailedHealthOutput, HealthOutput

router = APIRouter(tags=["operations"], route_class=ApiRoute)

Logic = Annotated[Health, provided(Health)]


@router.get("/health", response_model=HealthOutput)
@rate_limited(RateLimitClass.UNLIMITED)
async def get_health() -> Response:
    """Say that the process lives. It asks nobody else."""
    return json_response(HealthOutput(status="ok"), NO_STORE)


@router.get("/ready", response_model=HealthOutput, responses=problems(NotReadyError))
@rate_limited(RateLimitClass.UNLIMITED)
async def get_readiness(logic: Logic) -> Response:
    """Say whether the service takes traffic: 503 while it is without its database."""
    await logic.require_ready()
    return json_response(HealthOutput(status="ready"), NO_STORE)


@router.get("/api/v1/health/detailed", response_model=DetailedHealthOutput)
async def get_detailed_health(caller: KnownCaller, logic: Logic) -> Response:
    """Say how each part of the service is. Admins also see how long each took to answer, and its version."""
    components = await logic.check_components()
    is_admin = caller is not None and caller.is_admin
    return json_response(DetailedHealthOutput.of_components(components, with_details=is_admin), NO_STORE)
