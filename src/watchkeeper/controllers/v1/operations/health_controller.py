from typing import Annotated

from fastapi import APIRouter, Response

from watchkeeper.controllers.answers import NEVER_STORED, answer
from watchkeeper.controllers.documentation import problems
from watchkeeper.controllers.injection import provided
from watchkeeper.controllers.limiting import limited
from watchkeeper.controllers.routing import ContractRoute
from watchkeeper.controllers.security import KnownCaller
from watchkeeper.logics.operations.health_logic import HealthLogic
from watchkeeper.models.dtos.health_dtos import DetailedHealthOutput, HealthOutput
from watchkeeper.models.errors.operations_errors import NotReadyError
from watchkeeper.models.types.route_kind import RouteKind

router = APIRouter(tags=["operations"], route_class=ContractRoute)

Logic = Annotated[HealthLogic, provided(HealthLogic)]


@router.get("/health", response_model=HealthOutput)
@limited(RouteKind.UNLIMITED)
async def get_health() -> Response:
    """Say that the process lives. It asks nobody else."""
    return answer(HealthOutput(status="ok"), NEVER_STORED)


@router.get("/ready", response_model=HealthOutput, responses=problems(NotReadyError))
@limited(RouteKind.UNLIMITED)
async def get_readiness(logic: Logic) -> Response:
    """Say whether the service takes traffic: 503 while it is without its database."""
    await logic.require_ready()
    return answer(HealthOutput(status="ready"), NEVER_STORED)


@router.get("/api/v1/health/detailed", response_model=DetailedHealthOutput)
async def get_detailed_health(caller: KnownCaller, logic: Logic) -> Response:
    """Say how each part of the service is. Admins also see how long each took to answer, and its version."""
    components = await logic.check_components()
    is_admin = caller is not None and caller.is_admin
    return answer(DetailedHealthOutput.of_components(components, with_details=is_admin), NEVER_STORED)
