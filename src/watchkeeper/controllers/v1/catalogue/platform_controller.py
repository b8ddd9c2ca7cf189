from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.http import (
    PRIVATE,
    PUBLIC,
    ApiRouter,
    CurrentAdmin,
    IfMatch,
    PageOutput,
    Paging,
    json_response,
    no_content,
    page_response,
)
from watchkeeper.logics.catalogue.lookup_logic import PlatformLogic
from watchkeeper.models.dtos.catalogue.lookup_dtos import LookupQuery
from watchkeeper.models.dtos.catalogue.platform_dtos import CreatePlatformInput, PlatformOutput, UpdatePlatformInput
from watchkeeper.models.errors.catalogue_errors import InUseError, NameTakenError, PlatformNotFoundError
from watchkeeper.models.types.catalogue.cache_tag import CacheTag

_PREFIX = "/api/v1/platforms"


class PlatformController:
    def __init__(self, logic: PlatformLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX, tag="platforms")
        one = "/{platform_id}"
        router.get(
            "", self.search_platforms, returns=PageOutput[PlatformOutput], cached_by=CacheTag.PLATFORMS, public=True
        )
        router.get(
            one,
            self.get_platform,
            shows="platform",
            returns=PlatformOutput,
            cached_by=CacheTag.PLATFORMS,
            public=True,
            errors=[PlatformNotFoundError],
        )
        router.post("", self.create_platform, returns=PlatformOutput, status=201, errors=[NameTakenError])
        router.patch(one, self.update_platform, returns=PlatformOutput, errors=[PlatformNotFoundError, NameTakenError])
        router.delete(one, self.delete_platform, status=204, errors=[PlatformNotFoundError, InUseError])
        return router

    async def search_platforms(self, request: Request, query: LookupQuery, page: Paging) -> Response:
        """List all platforms."""
        return page_response(
            await self._logic.search(query.q or None, query.sort, page), request, PUBLIC, PlatformOutput.of
        )

    async def get_platform(self, platform_id: UUID) -> Response:
        """Read one platform."""
        return json_response(PlatformOutput.of(await self._logic.get(platform_id)), PUBLIC)

    async def create_platform(self, platform: CreatePlatformInput, admin: CurrentAdmin) -> Response:
        """Add a platform."""
        output = PlatformOutput.of(await self._logic.create(platform))
        return json_response(output, PRIVATE, status=201, location=f"{_PREFIX}/{output.id}")

    async def update_platform(
        self, platform_id: UUID, change: UpdatePlatformInput, admin: CurrentAdmin, precondition: IfMatch
    ) -> Response:
        """Change a platform: only the members sent."""
        return json_response(PlatformOutput.of(await self._logic.update(platform_id, change, precondition)), PRIVATE)

    async def delete_platform(self, platform_id: UUID, admin: CurrentAdmin, precondition: IfMatch) -> Response:
        """Delete a platform that no title has."""
        await self._logic.delete(platform_id, precondition)
        return no_content()
