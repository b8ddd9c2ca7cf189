from dataclasses import dataclass, replace
from typing import Any

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.discovery.account_rights import require_token
from watchkeeper.logics.discovery.known_titles import with_known_titles
from watchkeeper.models.dtos.discovery.favorite_dtos import (
    FavoriteOutput,
    FavoritePageOutput,
    SetFavoriteInput,
    SharedFavoritePageOutput,
    SharedFavoritesOutput,
    ShareFavoritesInput,
)
from watchkeeper.models.errors.discovery_errors import (
    AccountNotYoursError,
    ListNotPublicError,
    ProviderNotConfiguredError,
    ProviderUnauthorizedError,
)
from watchkeeper.models.types.discovery.discovery import MEDIA_TYPES, FavoriteKind, ProviderCaller, ServerTokenUse
from watchkeeper.repositories.discovery.favorite_repository import FavoriteRepository
from watchkeeper.repositories.discovery.known_title_repository import KnownTitleRepository
from watchkeeper.repositories.discovery.shared_favorites_repository import SharedFavoritesRepository


@dataclass(kw_only=True, eq=False)
class FavoriteLogic:
    """Favourites, which TMDb stores, and the names of shared favourites, which this service stores.

    Requests to TMDb use the caller's token, else the service's if `server_token` allows it: else TmdbTokenRequiredError
    is raised. Every method raises the errors of a FavoriteRepository.
    """

    unit_of_work: UnitOfWork
    favorites: FavoriteRepository
    shared_favorites: SharedFavoritesRepository
    known_titles: KnownTitleRepository
    server_token: ServerTokenUse

    async def search_favorites(
        self, account_id: int, kind: FavoriteKind, page: int, provider_caller: ProviderCaller
    ) -> FavoritePageOutput:
        """Return a page of the favourites of an account, the last added first."""
        require_token(provider_caller, self.server_token)
        return FavoritePageOutput.model_validate(await self._page(account_id, kind, page, provider_caller))

    async def set_favorite(self, change: SetFavoriteInput, provider_caller: ProviderCaller) -> FavoriteOutput:
        """Add a title to the favourites, or remove it."""
        require_token(provider_caller, self.server_token)
        token, is_favorite = provider_caller.token, change.favorite
        await self.favorites.save(change.account_id, change.media_type, change.movie_id, token, is_favorite=is_favorite)
        return FavoriteOutput.of(change)

    async def share_favorites(
        self, share: ShareFavoritesInput, provider_caller: ProviderCaller
    ) -> tuple[SharedFavoritesOutput, bool]:
        """Share an account's favourites under a name, which replaces its earlier name. Returns whether it is new.

        Raises AccountNotYoursError, ListNameTakenError.
        """
        require_token(provider_caller, self.server_token)
        if not await self.favorites.is_owner(share.account_id, provider_caller.token):
            raise AccountNotYoursError
        async with self.unit_of_work.transaction():
            shared, is_new = await self.shared_favorites.share(share.account_id, share.list_name, now())
        return SharedFavoritesOutput.of(shared), is_new

    async def get_shared_favorites(
        self, list_name: str, kind: FavoriteKind, page: int, provider_caller: ProviderCaller
    ) -> SharedFavoritePageOutput:
        """Return a page of the favourites shared under a name.

        They are read with the service's token if it belongs to the account that shares them, else with the caller's.
        Raises SharedListNotFoundError, and ListNotPublicError if the caller has none.
        """
        shared = await self.shared_favorites.require(list_name)
        if await self._is_ours(shared.account_id):
            provider_caller = replace(provider_caller, token=None)
        elif provider_caller.token is None:
            raise ListNotPublicError
        found = await self._page(shared.account_id, kind, page, provider_caller)
        own = {"list_name": shared.list_name, "account_id": shared.account_id}
        return SharedFavoritePageOutput.model_validate(found | own)

    async def _is_ours(self, account_id: int) -> bool:
        """Return whether the service's token belongs to an account."""
        try:
            return await self.favorites.is_owner(account_id, None)
        except (ProviderNotConfiguredError, ProviderUnauthorizedError):
            return False

    async def _page(
        self, account_id: int, kind: FavoriteKind, page: int, provider_caller: ProviderCaller
    ) -> dict[str, Any]:
        found = await self.favorites.search(account_id, kind, page, provider_caller.token)
        known = await with_known_titles(self.known_titles, provider_caller.user_id, MEDIA_TYPES[kind], found.results)
        return {**dict(found), "results": known}
