from uuid import UUID

from fastapi import Response

from watchkeeper.foundation.core import AdminRequiredError
from watchkeeper.foundation.core.errors import AuthenticationRequiredError
from watchkeeper.foundation.http import ApiRouter, Caller, headers_for, json_response
from watchkeeper.logics.catalogue.title_logic import TitleLogic
from watchkeeper.logics.page.related_title_logic import RelatedTitleLogic
from watchkeeper.models.dtos.catalogue.title_facet_dtos import (
    RelatedTitlesOutput,
    RelatedTitlesQuery,
    TitleFacetsOutput,
    TitleFacetsQuery,
)
from watchkeeper.models.errors.catalogue_errors import (
    InvalidExternalIdError,
    TitleMergedError,
    TitleNotFoundError,
    YearsReversedError,
)
from watchkeeper.models.types.catalogue.cache_tag import CacheTag


class BrowsingController:
    def __init__(self, titles: TitleLogic, related: RelatedTitleLogic) -> None:
        self._titles = titles
        self._related = related

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/titles", tag="titles")
        router.get(
            "/facets",
            self.count_title_facets,
            returns=TitleFacetsOutput,
            cached_by=CacheTag.TITLES,
            errors=[YearsReversedError, InvalidExternalIdError, AuthenticationRequiredError, AdminRequiredError],
        )
        router.get(
            "/{title_id}/related",
            self.list_related_titles,
            returns=RelatedTitlesOutput,
            cached_by=CacheTag.TITLES,
            errors=[TitleNotFoundError, TitleMergedError],
        )
        return router

    async def count_title_facets(self, query: TitleFacetsQuery, caller: Caller) -> Response:
        """Count the titles that match by genre, platform, media type and year."""
        return json_response(await self._titles.count_facets(query.filters, caller), headers_for(caller))

    async def list_related_titles(self, title_id: UUID, query: RelatedTitlesQuery, caller: Caller) -> Response:
        """List titles of the same genres that are near in time."""
        return json_response(await self._related.find_related(title_id, query.limit, caller), headers_for(caller))
