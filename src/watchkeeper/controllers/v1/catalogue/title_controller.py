from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from watchkeeper.controllers.answers import PRIVATE, Listing, answer, headers_for, listing, nothing
from watchkeeper.controllers.conditional import IfMatch
from watchkeeper.controllers.cursors import Paging
from watchkeeper.controllers.documentation import problems
from watchkeeper.controllers.injection import provided
from watchkeeper.controllers.keeping import kept
from watchkeeper.controllers.routing import ContractRoute
from watchkeeper.controllers.security import Caller, CurrentAdmin
from watchkeeper.controllers.v1.catalogue.title_filtering import Wanted, WantedOrder
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
from watchkeeper.models.types.content import Content

router = APIRouter(prefix="/api/v1/titles", tags=["titles"], route_class=ContractRoute)

Logic = Annotated[TitleLogic, provided(TitleLogic)]


@router.get(
    "",
    response_model=Listing[TitleOutput],
    responses=problems(RelevanceNeedsQueryError, YearsReversedError, AdminRequiredError),
)
@kept(Content.TITLES)
async def search_titles(
    request: Request, wanted: Wanted, paging: Paging, caller: Caller, logic: Logic, sort: WantedOrder = None
) -> Response:
    """Search the catalogue, or list it."""
    return listing(await logic.search_titles(wanted, sort, paging, caller), request, headers_for(caller))


@router.get("/{title_id}", response_model=TitleOutput, responses=problems(TitleNotFoundError))
@kept(Content.TITLES)
async def get_title(title_id: UUID, caller: Caller, logic: Logic) -> Response:
    """Read one title. One that is not active is there for admins alone."""
    return answer(await logic.get_title(title_id, caller), headers_for(caller))


@router.post(
    "", status_code=201, response_model=TitleOutput, responses=problems(UnknownReferenceError, ExternalIdTakenError)
)
async def create_title(title: CreateTitleInput, admin: CurrentAdmin, logic: Logic) -> Response:
    """Enter a title in the catalogue."""
    created = await logic.create_title(title, admin)
    return answer(created, PRIVATE, status=201, location=f"{router.prefix}/{created.id}")


@router.patch(
    "/{title_id}",
    response_model=TitleOutput,
    responses=problems(TitleNotFoundError, UnknownReferenceError, ExternalIdTakenError),
)
async def update_title(
    title_id: UUID, change: UpdateTitleInput, admin: CurrentAdmin, precondition: IfMatch, logic: Logic
) -> Response:
    """Change a title: only the members sent; lists and objects are replaced."""
    return answer(await logic.update_title(title_id, change, precondition, admin), PRIVATE)


@router.delete("/{title_id}", status_code=204, responses=problems(TitleNotFoundError, InUseError))
async def delete_title(title_id: UUID, admin: CurrentAdmin, precondition: IfMatch, logic: Logic) -> Response:
    """Remove a title that nobody has in a watchlist, has rated or reviewed; deactivate others instead."""
    await logic.delete_title(title_id, precondition)
    return nothing()
