from fastapi import Response

from watchkeeper.foundation.http import PRIVATE, ApiRouter, CurrentAdmin, json_response
from watchkeeper.logics.page.overview_logic import OverviewLogic
from watchkeeper.models.dtos.operations.overview_dtos import OverviewOutput


class OverviewController:
    def __init__(self, logic: OverviewLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/admin/overview", tag="audit")
        router.get("", self.get_overview, returns=OverviewOutput)
        return router

    async def get_overview(self, admin: CurrentAdmin) -> Response:
        """Read how well the service is, how much there is, which providers are asked, and what happened last."""
        return json_response(await self._logic.get_overview(), PRIVATE)
