from fastapi import Response

from watchkeeper.foundation.http import PUBLIC, ApiRouter, json_response
from watchkeeper.models.dtos.operations.about_dtos import AboutOutput


class AboutController:
    def __init__(self, about: AboutOutput) -> None:
        self._about = about

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/about", tag="operations")
        router.get("", self.get_about, returns=AboutOutput, public=True)
        return router

    async def get_about(self) -> Response:
        """Read what this service is: its version, who may sign up, and which providers it asks."""
        return json_response(self._about, PUBLIC)
