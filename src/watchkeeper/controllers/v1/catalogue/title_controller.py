from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from watchkeeper.controllers.v1.catalogue.title_filtering import Filters, Order
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import Caller, CurrentAdmin
from watchkeeper.foundation.http.cursors import Paging
from watchkeeper.foundation.http.etags import IfMatch
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.problem_responses import problems
from watchkeeper.foundation.http.response_caching import cached_by
from watchkeeper.foundation.http.responses import (
    PRIVATE,
    PageOutput,
    headers_for,
    json_response,
    no_content,
    page_response,
)
from watchkeeper.logics.catalogue.title_logic import TitleLogic
from watchkeeper.models.dtos.title_dtos import CreateTitleInput, TitleOutput, UpdateTitleInput
from watchkeeper.models.errors.catalogue_errors import (
    ExternalIdTakenError,
    InUseError,
    RelevanceNeedsQueryError,
    TitleNotFoundError,
    UnknownReferenceError,
    YearsReversedError,
)
from watchkeeper.models.errors.identity_errors import AdminRequiredError
from watchkeeper.models.types.cache_tag import CacheTag

router = APIRouter(prefix="/api/v1/titles", tags=["titles"], route_class=ApiRoute)

Logic = Annotated[TitleLogic, provided(TitleLogic)]


@router.get(
    "",
    response_model=PageOutput[TitleOutput],
    responses=problems(RelevanceNeedsQueryError, YearsReversedError, AdminRequiredError),
)
@cached_by(CacheTag.TITLES)
async def search_titles(
    request: Request, requested: Filters, paging: Paging, caller: Caller, logic: Logic, sort: Order = None
) -> Response:
    """Search the catalogue, or list it."""
    return page_response(await logic.search_titles(requested, sort, paging, caller), request, headers_for(caller))


@router.get("/{title_id}", response_model=TitleOutput, responses=problems(TitleNotFoundError))
@cached_by(CacheTag.TITLES)
async def get_title(title_id: UUID, caller: Caller, logic: Logic) -> Response:
    """Read one title. One that is not active is there for admins alone."""
    return json_response(await logic.get_title(title_id, caller), headers_for(caller))


@router.post(
    "", status_code=201, response_model=TitleOutput, responses=problems(UnknownReferenceError, ExternalIdTakenError)
)
async def create_title(title: CreateTitleInput, admin: CurrentAdmin, logic: Logic) -> Response:
    """Enter a title in the catalogue."""
    created = await logic.create_title(title, admin)
    return json_response(created, PRIVATE, status=201, location=f"{router.prefix}/{created.id}")


@router.patch(
    "/{title_id}",
    response_model=TitleOutput,
    responses=problems(TitleNotFoundError, UnknownReferenceError, ExternalIdTakenError),
)
async def update_title(
    title_id: UUID, change: UpdateTitleInput, admin: CurrentAdmin, precondition: IfMatch, logic: Logic
) -> Response:
    """Change a title: only the members sent; lists and objects are replaced."""
    return json_response(await logic.update_title(title_id, change, precondition, admin), PRIVATE)


@router.delete("/{title_id}", status_code=204, responses=problems(TitleNotFoundError, InUseError))
async def delete_title(title_id: UUID, admin: CurrentAdmin, precondition: IfMatch, logic: Logic) -> Response:
    """Remove a title that nobody has in a watchlist, has rated or reviewed; deactivate others instead."""
    await logic.delete_title(title_id, precondition)
    return no_content()
