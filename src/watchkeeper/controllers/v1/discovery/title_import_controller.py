from fastapi import Response

from watchkeeper.controllers.v1.discovery.provider_parameters import TMDB_ERRORS
from watchkeeper.foundation.http import PRIVATE, ApiRouter, CurrentAdmin, RateLimitClass, ResponseSpec, json_response
from watchkeeper.logics.discovery.title_import_logic import TitleImportLogic
from watchkeeper.models.dtos.discovery_dtos import ImportTitleInput
from watchkeeper.models.dtos.title_dtos import TitleOutput
from watchkeeper.models.errors.catalogue_errors import InvalidExternalIdError
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError, UnsupportedSourceError

_PREFIX = "/api/v1/titles"


class TitleImportController:
    def __init__(self, logic: TitleImportLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX, tag="titles")
        router.post(
            "/import",
            self.import_title,
            returns=TitleOutput,
            status=201,
            also={200: ResponseSpec(TitleOutput, "The title existed; its metadata are updated")},
            errors=[*TMDB_ERRORS, ProviderTitleNotFoundError, InvalidExternalIdError, UnsupportedSourceError],
            rate_limit=RateLimitClass.IMPORTS,
        )
        return router

    async def import_title(self, requested: ImportTitleInput, admin: CurrentAdmin) -> Response:
        """Import a title from its provider into the catalogue, with its genres and platforms."""
        title, is_new = await self._logic.import_title(requested, admin)
        return json_response(title, PRIVATE, status=201 if is_new else 200, location=f"{_PREFIX}/{title.model.id}")
