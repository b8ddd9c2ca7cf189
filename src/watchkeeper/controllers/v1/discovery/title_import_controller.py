from typing import Annotated

from fastapi import APIRouter, Response

from watchkeeper.controllers.answers import PRIVATE, answer
from watchkeeper.controllers.injection import provided
from watchkeeper.controllers.limiting import limited
from watchkeeper.controllers.routing import ContractRoute
from watchkeeper.controllers.security import CurrentAdmin
from watchkeeper.controllers.v1.discovery.asking import provider_problems
from watchkeeper.logics.discovery.title_import_logic import TitleImportLogic
from watchkeeper.models.dtos.discovery_dtos import ImportTitleInput
from watchkeeper.models.dtos.title_dtos import TitleOutput
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError, UnsupportedSourceError
from watchkeeper.models.types.route_kind import RouteKind

router = APIRouter(prefix="/api/v1/titles", tags=["titles"], route_class=ContractRoute)

Logic = Annotated[TitleImportLogic, provided(TitleImportLogic)]


@router.post(
    "/import",
    status_code=201,
    response_model=TitleOutput,
    responses={
        **provider_problems(ProviderTitleNotFoundError, UnsupportedSourceError),
        200: {"model": TitleOutput, "description": "It was there already, and has the provider's facts now"},
    },
)
@limited(RouteKind.IMPORTS)
async def import_title(wanted: ImportTitleInput, admin: CurrentAdmin, logic: Logic) -> Response:
    """Enter a title in the catalogue as its provider describes it, with its genres and platforms."""
    title, is_new = await logic.import_title(wanted, admin)
    return answer(title, PRIVATE, status=201 if is_new else 200, location=f"{router.prefix}/{title.id}")
