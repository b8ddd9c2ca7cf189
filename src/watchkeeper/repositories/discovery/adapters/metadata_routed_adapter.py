from collections.abc import Mapping

from pydantic import SecretStr

from watchkeeper.foundation.core.provider_response import ProviderResponse
from watchkeeper.models.errors.discovery_errors import ProviderNotConfiguredError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import DetailsRequest, DiscoverRequest, SearchRequest
from watchkeeper.models.types.discovery.metadata import TitleMetadata
from watchkeeper.repositories.discovery.metadata_provider import MediaDetails, MediaPage, MetadataProvider


class RoutedMetadataAdapter:
    """Routes requests to the provider of their media type. Raises ProviderNotConfiguredError where there is none."""

    def __init__(self, *, providers: Mapping[MediaType, MetadataProvider]) -> None:
        self._providers = providers

    async def discover(self, request: DiscoverRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        return await self._for(request.media_type).discover(request, token)

    async def search(self, request: SearchRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        return await self._for(request.media_type).search(request, token)

    async def get_details(self, request: DetailsRequest, token: SecretStr | None) -> ProviderResponse[MediaDetails]:
        return await self._for(request.media_type).get_details(request, token)

    async def get_title(self, media_type: MediaType, provider_id: int) -> TitleMetadata:
        return await self._for(media_type).get_title(media_type, provider_id)

    def _for(self, media_type: MediaType) -> MetadataProvider:
        provider = self._providers.get(media_type)
        if provider is None:
            raise ProviderNotConfiguredError(f"This service has no provider for titles of the kind {media_type}.")
        return provider
