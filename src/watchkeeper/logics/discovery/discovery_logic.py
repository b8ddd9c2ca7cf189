import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from watchkeeper.foundation.core.provider_response import ProviderResponse
from watchkeeper.logics.discovery.account_rights import require_token
from watchkeeper.logics.discovery.known_titles import with_known_titles_unless_hidden
from watchkeeper.models.dtos.discovery.discovery_dtos import MediaOutput
from watchkeeper.models.errors.discovery_errors import (
    ProviderBusyError,
    ProviderTimeoutError,
    ProviderUnavailableError,
)
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import (
    FAVORITE_KINDS,
    DetailsRequest,
    DiscoverRequest,
    ProviderCaller,
    SearchRequest,
    ServerTokenUse,
)
from watchkeeper.repositories.discovery.favorite_repository import FavoriteRepository
from watchkeeper.repositories.discovery.known_title_repository import KnownTitleRepository
from watchkeeper.repositories.discovery.metadata_provider import MediaDetails, MediaPage, MetadataProvider

MediaT = TypeVar("MediaT", bound=MediaOutput)

_FLAGS_SECONDS = 4.0


@dataclass(kw_only=True, eq=False)
class DiscoveryLogic:
    """Live search at the metadata providers, with the caller's catalogue titles, watch status and favourites added.

    Every method raises the errors of a MetadataProvider; a failure of a provider is never an empty result. It raises
    TmdbTokenRequiredError for the favourites of an account without a token for them.
    """

    provider: MetadataProvider
    known_titles: KnownTitleRepository
    favorites: FavoriteRepository
    server_token: ServerTokenUse

    async def discover(self, request: DiscoverRequest, provider_caller: ProviderCaller) -> ProviderResponse[MediaPage]:
        """Return a page of titles, the most popular first unless the query says otherwise."""
        self._require_rights(provider_caller)
        fetched = await self.provider.discover(request, provider_caller.token)
        return await self._page_for(provider_caller, request.media_type, fetched)

    async def search(self, request: SearchRequest, provider_caller: ProviderCaller) -> ProviderResponse[MediaPage]:
        """Return a page of titles whose names match."""
        self._require_rights(provider_caller)
        fetched = await self.provider.search(request, provider_caller.token)
        return await self._page_for(provider_caller, request.media_type, fetched)

    async def get_details(
        self, request: DetailsRequest, provider_caller: ProviderCaller
    ) -> ProviderResponse[MediaDetails]:
        """Return the details of one title. Raises ProviderTitleNotFoundError."""
        self._require_rights(provider_caller)
        fetched = await self.provider.get_details(request, provider_caller.token)
        (details,) = await self._personalized(provider_caller, request.media_type, [fetched.content])
        details = details.model_copy(update={"stale": fetched.is_stale})
        return ProviderResponse(details, fetched.age_seconds, fetched.is_stale)

    def _require_rights(self, provider_caller: ProviderCaller) -> None:
        if provider_caller.account_id is not None:
            require_token(provider_caller, self.server_token)

    async def _page_for(
        self, provider_caller: ProviderCaller, media_type: MediaType, fetched: ProviderResponse[MediaPage]
    ) -> ProviderResponse[MediaPage]:
        found = fetched.content.results
        results = await self._personalized(provider_caller, media_type, found)
        own = {"results": results, "hidden": len(found) - len(results), "stale": fetched.is_stale}
        page = fetched.content.model_copy(update=own)
        return ProviderResponse(page, fetched.age_seconds, fetched.is_stale)

    async def _personalized(
        self, provider_caller: ProviderCaller, media_type: MediaType, results: list[MediaT]
    ) -> list[MediaT]:
        known = await with_known_titles_unless_hidden(self.known_titles, provider_caller, media_type, results)
        flags = await self._favorite_flags(provider_caller, media_type, [result.id for result in known])
        return [result.model_copy(update={"favorite": flags.get(result.id)}) for result in known]

    async def _favorite_flags(
        self, provider_caller: ProviderCaller, media_type: MediaType, ids: list[int]
    ) -> Mapping[int, bool]:
        """Return which ids are favourites. If TMDb fails or is slow, flags are missing but the results are returned."""
        kind = FAVORITE_KINDS.get(media_type)
        if provider_caller.account_id is None or kind is None or not ids:
            return {}
        try:
            async with asyncio.timeout(_FLAGS_SECONDS):
                return await self.favorites.find_favorite_flags(
                    provider_caller.account_id, kind, list(dict.fromkeys(ids)), provider_caller.token
                )
        except (ProviderBusyError, ProviderUnavailableError, ProviderTimeoutError, TimeoutError):
            return {}
