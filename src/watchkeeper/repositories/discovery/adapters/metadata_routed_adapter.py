from pydantic import SecretStr

from watchkeeper.models.types.discovery import DetailsRequest, DiscoverRequest, ProviderResponse, SearchRequest
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.metadata import TitleMetadata
from watchkeeper.repositories.discovery.metadata_provider import MediaDetails, MediaPage, MetadataProvider


class RoutedMetadataAdapter:
    """Asks for each media type the provider that knows it."""

    def __init__(self, *, movies_and_shows: MetadataProvider, anime: MetadataProvider) -> None:
        self._movies_and_shows = movies_and_shows
        self._anime = anime

    async def discover(self, request: DiscoverRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        return await self._for(request.media_type).discover(request, token)

    async def search(self, request: SearchRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        return await self._for(request.media_type).search(request, token)

    async def get_details(self, request: DetailsRequest, token: SecretStr | None) -> ProviderResponse[MediaDetails]:
        return await self._for(request.media_type).get_details(request, token)

    async def get_title(self, media_type: MediaType, provider_id: int) -> TitleMetadata:
        return await self._for(media_type).get_title(media_type, provider_id)

    def _for(self, media_type: MediaType) -> MetadataProvider:
        return self._anime if media_type is MediaType.ANIME else self._movies_and_shows
