from typing import Protocol

from pydantic import SecretStr

from watchkeeper.foundation.core.provider_response import ProviderResponse
from watchkeeper.models.dtos.discovery.discovery_dtos import (
    AnimeDetailsOutput,
    MediaOutput,
    MediaPageOutput,
    MovieDetailsOutput,
    ShowDetailsOutput,
)
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import DetailsRequest, DiscoverRequest, SearchRequest
from watchkeeper.models.types.discovery.metadata import TitleMetadata

MediaPage = MediaPageOutput[MediaOutput]
MediaDetails = MovieDetailsOutput | ShowDetailsOutput | AnimeDetailsOutput


class MetadataProvider(Protocol):
    """A provider of metadata of movies, shows or anime. Values are passed on as the provider sends them.

    Results contain nothing about the caller: `title_id`, `watch_status` and `favorite` are filled in later. With a
    `token` the request is made as its owner, and the response must not be returned to others. Every method raises
    ProviderNotConfiguredError, ProviderUnauthorizedError, TmdbTokenRejectedError, ProviderBusyError,
    ProviderUnavailableError, ProviderTimeoutError and ProviderRejectedRequestError. Never call it inside a transaction.
    """

    async def discover(self, request: DiscoverRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        """Return a page of titles, the most popular first unless the query says otherwise."""

    async def search(self, request: SearchRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        """Return a page of titles whose names match."""

    async def get_details(self, request: DetailsRequest, token: SecretStr | None) -> ProviderResponse[MediaDetails]:
        """Return the details of one title. Raises ProviderTitleNotFoundError."""

    async def get_title(self, media_type: MediaType, provider_id: int) -> TitleMetadata:
        """Return the facts of one title in the form that the catalogue stores. Raises ProviderTitleNotFoundError."""
