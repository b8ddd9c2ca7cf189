from functools import partial
from urllib.parse import quote

from pydantic import SecretStr

from watchkeeper.foundation.core.provider_response import ProviderResponse
from watchkeeper.foundation.outbound.cached_client import CachedUpstream
from watchkeeper.foundation.outbound.call import UpstreamRequest
from watchkeeper.models.dtos.discovery.discovery_dtos import AnimeDetailsOutput
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import DetailsRequest, DiscoverRequest, SearchRequest
from watchkeeper.models.types.discovery.metadata import TitleMetadata
from watchkeeper.repositories.discovery.adapters import anilist_mapper, consumet_mapper
from watchkeeper.repositories.discovery.adapters.anilist_queries import PER_PAGE
from watchkeeper.repositories.discovery.adapters.provider_cache_policies import DETAILS, DISCOVERY, SEARCHES
from watchkeeper.repositories.discovery.metadata_provider import MediaPage

_ROUTES = {
    *("advanced-search", "airing-schedule", "character", "data", "episodes", "favorites", "genre", "info", "popular"),
    *("random-anime", "recent-episodes", "servers", "staff", "studio", "trending", "watch"),
}
"""Path segments in the place of search words that are routes of Consumet."""


class ConsumetMetadataAdapter:
    """Anime from the operator's own Consumet instance, by AniList's ids (https://docs.consumet.org)."""

    def __init__(self, *, upstream: CachedUpstream) -> None:
        self._upstream = upstream

    async def discover(self, request: DiscoverRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        del token
        call = UpstreamRequest("/meta/anilist/popular", _page(request.page))
        return await self._upstream.fetch(call, DISCOVERY, consumet_mapper.page)

    async def search(self, request: SearchRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        del token
        call = UpstreamRequest(
            f"/meta/anilist/{_segment(request.query)}", _page(request.page), template="/meta/anilist/{query}"
        )
        return await self._upstream.fetch(call, SEARCHES, consumet_mapper.page)

    async def get_details(
        self, request: DetailsRequest, token: SecretStr | None
    ) -> ProviderResponse[AnimeDetailsOutput]:
        del token
        call = UpstreamRequest(f"/meta/anilist/info/{request.provider_id}")
        return await self._upstream.fetch(
            call, DETAILS, partial(consumet_mapper.details, provider_id=request.provider_id)
        )

    async def get_title(self, media_type: MediaType, provider_id: int) -> TitleMetadata:
        fetched = await self.get_details(DetailsRequest(media_type, provider_id), None)
        return anilist_mapper.title(fetched.content)


def _segment(words: str) -> str:
    """Return words as a path segment; a trailing space distinguishes words that equal a route or dots from these."""
    is_something_else = words.lower() in _ROUTES or not words.strip(".")
    return quote(words, safe="") + ("%20" if is_something_else else "")


def _page(page: int) -> dict[str, str]:
    return {"page": str(page), "perPage": str(PER_PAGE)}
