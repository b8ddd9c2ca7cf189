from collections.abc import Mapping
from functools import partial
from typing import Any

from pydantic import SecretStr

from watchkeeper.foundation.core.provider_response import ProviderResponse
from watchkeeper.foundation.outbound.cached_client import CachedUpstream
from watchkeeper.foundation.outbound.call import UpstreamRequest
from watchkeeper.models.dtos.discovery.discovery_dtos import AnimeDetailsOutput
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import DetailsRequest, DiscoverRequest, SearchRequest
from watchkeeper.models.types.discovery.metadata import TitleMetadata
from watchkeeper.repositories.discovery.adapters import anilist_mapper
from watchkeeper.repositories.discovery.adapters.anilist_queries import media_query, page_query
from watchkeeper.repositories.discovery.adapters.provider_cache_policies import DETAILS, DISCOVERY, SEARCHES
from watchkeeper.repositories.discovery.metadata_provider import MediaPage


class AnilistMetadataAdapter:
    """Anime from AniList's GraphQL API, which needs no token. Callers' tokens are TMDb's and are never sent there."""

    def __init__(self, *, upstream: CachedUpstream) -> None:
        self._upstream = upstream

    async def discover(self, request: DiscoverRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        del token
        call = _request_of(page_query(request.page, None, is_adult=request.query.include_adult is True))
        return await self._upstream.fetch(call, DISCOVERY, anilist_mapper.page)

    async def search(self, request: SearchRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        del token
        call = _request_of(page_query(request.page, request.query, is_adult=request.include_adult is True))
        return await self._upstream.fetch(call, SEARCHES, anilist_mapper.page)

    async def get_details(
        self, request: DetailsRequest, token: SecretStr | None
    ) -> ProviderResponse[AnimeDetailsOutput]:
        del token
        return await self._upstream.fetch(
            _request_of(media_query(request.provider_id)),
            DETAILS,
            partial(anilist_mapper.details, provider_id=request.provider_id),
        )

    async def get_title(self, media_type: MediaType, provider_id: int) -> TitleMetadata:
        fetched = await self.get_details(DetailsRequest(media_type, provider_id), None)
        return anilist_mapper.title(fetched.content)


def _request_of(body: Mapping[str, Any]) -> UpstreamRequest:
    """Return the request for a GraphQL query, which is idempotent although it is a POST."""
    return UpstreamRequest("", method="POST", body=body)
