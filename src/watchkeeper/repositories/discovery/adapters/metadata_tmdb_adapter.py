from functools import partial

from pydantic import SecretStr

from watchkeeper.foundation.core.provider_response import ProviderResponse
from watchkeeper.foundation.outbound.cached_client import CachedUpstream
from watchkeeper.models.dtos.discovery.discovery_dtos import MovieDetailsOutput, ShowDetailsOutput
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import DetailsRequest, DiscoverRequest, SearchRequest
from watchkeeper.models.types.discovery.metadata import TitleMetadata
from watchkeeper.repositories.discovery.adapters.provider_cache_policies import DETAILS, DISCOVERY, SEARCHES
from watchkeeper.repositories.discovery.adapters.tmdb_mapper import TmdbReader
from watchkeeper.repositories.discovery.adapters.tmdb_parameters import discover_parameters, search_parameters
from watchkeeper.repositories.discovery.adapters.tmdb_tokens import TmdbTokens
from watchkeeper.repositories.discovery.metadata_provider import MediaPage

_KINDS = {MediaType.MOVIE: "movie", MediaType.SHOW: "tv"}
_APPENDED = "videos,credits,watch/providers,alternative_titles"

Details = MovieDetailsOutput | ShowDetailsOutput


class TmdbMetadataAdapter:
    """Movies and shows from TMDb's API, version 3 (https://developer.themoviedb.org/reference)."""

    def __init__(self, *, upstream: CachedUpstream, tokens: TmdbTokens, reader: TmdbReader) -> None:
        self._upstream = upstream
        self._tokens = tokens
        self._reader = reader

    async def discover(self, request: DiscoverRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        query = {**discover_parameters(request.media_type, request.query), **_page(request.page)}
        call = self._tokens.call(f"/discover/{_KINDS[request.media_type]}", token, query=query)
        return await self._upstream.fetch(call, DISCOVERY, partial(self._reader.page, media_type=request.media_type))

    async def search(self, request: SearchRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        query = {**search_parameters(request), **_page(request.page)}
        call = self._tokens.call(f"/search/{_KINDS[request.media_type]}", token, query=query)
        return await self._upstream.fetch(call, SEARCHES, partial(self._reader.page, media_type=request.media_type))

    async def get_details(self, request: DetailsRequest, token: SecretStr | None) -> ProviderResponse[Details]:
        query = {"append_to_response": _APPENDED} | ({"language": request.language} if request.language else {})
        path = f"/{_KINDS[request.media_type]}/{request.provider_id}"
        call = self._tokens.call(path, token, query=query)
        return await self._upstream.fetch(call, DETAILS, partial(self._reader.details, request=request))

    async def get_title(self, media_type: MediaType, provider_id: int) -> TitleMetadata:
        details = await self.get_details(DetailsRequest(media_type, provider_id), None)
        return self._reader.title(details.content)


def _page(page: int) -> dict[str, str]:
    return {"page": str(page)} if page > 1 else {}
