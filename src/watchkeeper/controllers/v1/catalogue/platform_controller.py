from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import CurrentAdmin
from watchkeeper.foundation.http.cursors import Paging
from watchkeeper.foundation.http.etags import IfMatch
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.problem_responses import problems
from watchkeeper.foundation.http.response_caching import cached_by
from watchkeeper.foundation.http.responses import PRIVATE, PUBLIC, PageOutput, json_response, no_content, page_response
from watchkeeper.logics.catalogue.platform_logic import PlatformLogic
from watchkeeper.models.dtos.platform_dtos import CreatePlatformInput, PlatformOutput, UpdatePlatformInput
from watchkeeper.models.errors.catalogue_errors import InUseError, NameTakenError, PlatformNotFoundError
from watchkeeper.models.types.cache_tag import CacheTag
from watchkeeper.models.types.sorts import LookupSort

router = APIRouter(prefix="/api/v1/platforms", tags=["platforms"], route_class=ApiRoute)

Logic = Annotated[PlatformLogic, provided(PlatformLogic)]


@router.get("", response_model=PageOutput[PlatformOutput])
@cached_by(CacheTag.PLATFORMS)
async def search_platforms(
    request: Request, paging: Paging, logic: Logic, sort: Annotated[LookupSort, Query()] = LookupSort.NAME
) -> Response:
    """List all platforms."""
    return page_response(await logic.search_platforms(sort, paging), request, PUBLIC, PlatformOutput.of)


@router.get("/{platform_id}", response_model=PlatformOutput, responses=problems(PlatformNotFoundError))
@cached_by(CacheTag.PLATFORMS)
async def get_platform(platform_id: UUID, logic: Logic) -> Response:
    """Read one platform."""
    return json_response(PlatformOutput.of(await logic.get_platform(platform_id)), PUBLIC)


@router.post("", status_code=201, response_model=PlatformOutput, responses=problems(NameTakenError))
async def create_platform(platform: CreatePlatformInput, admin: CurrentAdmin, logic: Logic) -> Response:
    """Add a platform."""
    output = PlatformOutput.of(await logic.create_platform(platform))
    return json_response(output, PRIVATE, status=201, location=f"{router.prefix}/{output.id}")


@router.patch(
    "/{platform_id}",
    response_model=PlatformOutput,
    responses=problems(PlatformNotFoundError, NameTakenError),
)
async def update_platform(
    platform_id: UUID, change: UpdatePlatformInput, admin: CurrentAdmin, precondition: IfMatch, logic: Logic
) -> Response:
    """Change a platform: only the members sent."""
    return json_response(PlatformOutput.of(await logic.update_platform(platform_id, change, precondition)), PRIVATE)


@router.delete("/{platform_id}", status_code=204, responses=problems(PlatformNotFoundError, InUseError))
async def delete_platform(platform_id: UUID, admin: CurrentAdmin, precondition: IfMatch, logic: Logic) -> Response:
    """Remove a platform that no title has."""
    await logic.delete_platform(platform_id, precondition)
    return no_content()
