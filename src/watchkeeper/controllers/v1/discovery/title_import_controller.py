from uuid import UUID

from fastapi import Response

from watchkeeper.controllers.v1.discovery.provider_parameters import TMDB_ERRORS
from watchkeeper.foundation.http import PRIVATE, ApiRouter, CurrentAdmin, RateLimitClass, ResponseSpec, json_response
from watchkeeper.logics.discovery.title_confirmation_logic import TitleConfirmationLogic
from watchkeeper.logics.discovery.title_import_logic import TitleImportLogic
from watchkeeper.models.dtos.catalogue.title_dtos import ConfirmTitleInput, TitleOutput
from watchkeeper.models.dtos.discovery.discovery_dtos import ImportTitleInput
from watchkeeper.models.errors.catalogue_errors import (
    ExternalIdTakenError,
    InvalidExternalIdError,
    TitleNotFoundError,
    UnknownPosterHostError,
    UnknownReferenceError,
)
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError, UnsupportedSourceError

_PREFIX = "/api/v1/titles"


class TitleImportController:
    """What admins enter from providers: titles by their ids, and titles that people typed."""

    def __init__(self, logic: TitleImportLogic, confirmation: TitleConfirmationLogic) -> None:
        self._logic = logic
        self._confirmation = confirmation

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
        router.post(
            "/{title_id}/confirm",
            self.confirm_title,
            returns=TitleOutput,
            status=200,
            errors=[
                *TMDB_ERRORS,
                TitleNotFoundError,
                UnknownReferenceError,
                ExternalIdTakenError,
                InvalidExternalIdError,
                UnknownPosterHostError,
            ],
            rate_limit=RateLimitClass.IMPORTS,
        )
        return router

    async def import_title(self, requested: ImportTitleInput, admin: CurrentAdmin) -> Response:
        """Import a title from its provider into the catalogue, with its genres and platforms."""
        title, is_new = await self._logic.import_title(requested, admin)
        return json_response(title, PRIVATE, status=201 if is_new else 200, location=f"{_PREFIX}/{title.model.id}")

    async def confirm_title(self, title_id: UUID, facts: ConfirmTitleInput, admin: CurrentAdmin) -> Response:
        """Make a title that a user typed public, with the facts of its provider and those sent."""
        return json_response(await self._confirmation.confirm_title(title_id, facts, admin), PRIVATE)
