from typing import Protocol

from pydantic import SecretStr

from watchkeeper.foundation.core.provider_response import ProviderResponse
from watchkeeper.models.dtos.discovery_dtos import (
    AnimeDetailsOutput,
    MediaOutput,
    MediaPageOutput,
    MovieDetailsOutput,
    ShowDetailsOutput,
)
from watchkeeper.models.types.discovery import DetailsRequest, DiscoverRequest, SearchRequest
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.metadata import TitleMetadata

MediaPage = MediaPageOutput[MediaOutput]
MediaDetails = MovieDetailsOutput | ShowDetailsOutput | AnimeDetailsOutput


class MetadataProvider(Protocol):
    """A service that knows movies, shows or anime. What it says is given as it says it, never made up.

    Results have nothing of whoever asks: `title_id`, `watch_status` and `favorite` are still to be filled in. With a
    `token` it is asked as the owner of that token, and the answer is for nobody else. Every method raises
    ProviderNotConfiguredError, ProviderUnauthorizedError, TmdbTokenRejectedError, ProviderBusyError,
    ProviderUnavailableError, ProviderTimeoutError and ProviderRefusedRequestError. Never call it inside a transaction.
    """

    async def discover(self, request: DiscoverRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        """Return a page of titles, the most popular first unless the query says otherwise."""

    async def search(self, request: SearchRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        """Return a page of titles whose names match."""

    async def get_details(self, request: DetailsRequest, token: SecretStr | None) -> ProviderResponse[MediaDetails]:
        """Return all about one title. Raises ProviderTitleNotFoundError."""

    async def get_title(self, media_type: MediaType, provider_id: int) -> TitleMetadata:
        """Return the facts of one title as the catalogue keeps them. Raises ProviderTitleNotFoundError."""
