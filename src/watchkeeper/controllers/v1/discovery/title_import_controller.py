from typing import Annotated

from fastapi import APIRouter, Response

from watchkeeper.controllers.v1.discovery.provider_parameters import provider_problems
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import CurrentAdmin
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.rate_limit_headers import rate_limited
from watchkeeper.foundation.http.responses import PRIVATE, json_response
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass
from watchkeeper.logics.discovery.title_import_logic import TitleImportLogic
from watchkeeper.models.dtos.discovery_dtos import ImportTitleInput
from watchkeeper.models.dtos.title_dtos import TitleOutput
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError, UnsupportedSourceError

router = APIRouter(prefix="/api/v1/titles", tags=["titles"], route_class=ApiRoute)

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
@rate_limited(RateLimitClass.IMPORTS)
async def import_title(requested: ImportTitleInput, admin: CurrentAdmin, logic: Logic) -> Response:
    """Enter a title in the catalogue as its provider describes it, with its genres and platforms."""
    title, is_new = await logic.import_title(requested, admin)
    return json_response(title, PRIVATE, status=201 if is_new else 200, location=f"{router.prefix}/{title.id}")
