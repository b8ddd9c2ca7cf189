from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from watchkeeper.controllers.answers import PRIVATE, PUBLIC, Listing, answer, listing, nothing
from watchkeeper.controllers.conditional import IfMatch
from watchkeeper.controllers.cursors import Paging
from watchkeeper.controllers.documentation import problems
from watchkeeper.controllers.injection import provided
from watchkeeper.controllers.keeping import kept
from watchkeeper.controllers.routing import ContractRoute
from watchkeeper.controllers.security import CurrentAdmin
from watchkeeper.logics.catalogue.platform_logic import PlatformLogic
from watchkeeper.models.dtos.platform_dtos import CreatePlatformInput, PlatformOutput, UpdatePlatformInput
from watchkeeper.models.errors.catalogue_errors import InUseError, NameTakenError, PlatformNotFoundError
from watchkeeper.models.types.content import Content
from watchkeeper.models.types.sorts import NamedSort

router = APIRouter(prefix="/api/v1/platforms", tags=["platforms"], route_class=ContractRoute)

Logic = Annotated[PlatformLogic, provided(PlatformLogic)]


@router.get("", response_model=Listing[PlatformOutput])
@kept(Content.PLATFORMS)
async def search_platforms(
    request: Request, paging: Paging, logic: Logic, sort: Annotated[NamedSort, Query()] = NamedSort.NAME
) -> Response:
    """List all platforms."""
    return listing(await logic.search_platforms(sort, paging), request, PUBLIC, PlatformOutput.of)


@router.get("/{platform_id}", response_model=PlatformOutput, responses=problems(PlatformNotFoundError))
@kept(Content.PLATFORMS)
async def get_platform(platform_id: UUID, logic: Logic) -> Response:
    """Read one platform."""
    return answer(PlatformOutput.of(await logic.get_platform(platform_id)), PUBLIC)


@router.post("", status_code=201, response_model=PlatformOutput, responses=problems(NameTakenError))
async def create_platform(platform: CreatePlatformInput, admin: CurrentAdmin, logic: Logic) -> Response:
    """Add a platform."""
    output = PlatformOutput.of(await logic.create_platform(platform))
    return answer(output, PRIVATE, status=201, location=f"{router.prefix}/{output.id}")


@router.patch(
    "/{platform_id}",
    response_model=PlatformOutput,
    responses=problems(PlatformNotFoundError, NameTakenError),
)
async def update_platform(
    platform_id: UUID, change: UpdatePlatformInput, admin: CurrentAdmin, precondition: IfMatch, logic: Logic
) -> Response:
    """Change a platform: only the members sent."""
    return answer(PlatformOutput.of(await logic.update_platform(platform_id, change, precondition)), PRIVATE)


@router.delete("/{platform_id}", status_code=204, responses=problems(PlatformNotFoundError, InUseError))
async def delete_platform(platform_id: UUID, admin: CurrentAdmin, precondition: IfMatch, logic: Logic) -> Response:
    """Remove a platform that no title has."""
    await logic.delete_platform(platform_id, precondition)
    return nothing()
