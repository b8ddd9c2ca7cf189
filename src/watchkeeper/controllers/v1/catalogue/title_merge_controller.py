from uuid import UUID

from fastapi import Response

from watchkeeper.foundation.http import PRIVATE, ApiRouter, CurrentAdmin, json_response
from watchkeeper.logics.catalogue.title_merge_logic import TitleMergeLogic
from watchkeeper.models.dtos.catalogue.title_dtos import MergeTitleInput, TitleOutput
from watchkeeper.models.errors.catalogue_errors import (
    MergeIntoItselfError,
    TitleInactiveError,
    TitleNotFoundError,
    TitlePersonalError,
)


class TitleMergeController:
    def __init__(self, logic: TitleMergeLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/titles/{title_id}/merge", tag="titles")
        router.post(
            "",
            self.merge_title,
            returns=TitleOutput,
            errors=[TitleNotFoundError, TitleInactiveError, TitlePersonalError, MergeIntoItselfError],
        )
        return router

    async def merge_title(self, title_id: UUID, merge: MergeTitleInput, admin: CurrentAdmin) -> Response:
        """Merge a title into another one that is the same work. Its ids become aliases, watch entries, ratings and
        reviews move, and its address redirects to the survivor."""
        return json_response(await self._logic.merge_title(title_id, merge.into_id, admin), PRIVATE)
