from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Response

from watchkeeper.controllers.v1.discovery.provider_parameters import (
    PRIVATE_BY_TOKEN,
    TMDB_ERRORS,
    TmdbToken,
    caller_at,
)
from watchkeeper.foundation.http import ApiRouter, Caller, CurrentUser, RateLimitClass, ResponseSpec, json_response
from watchkeeper.logics.discovery.favorite_logic import FavoriteLogic
from watchkeeper.models.dtos.discovery.favorite_dtos import (
    FavoriteOutput,
    FavoritePageOutput,
    FavoritesQuery,
    ListName,
    SetFavoriteInput,
    SharedFavoritePageOutput,
    SharedFavoritesOutput,
    SharedFavoritesQuery,
    ShareFavoritesInput,
)
from watchkeeper.models.errors.discovery_errors import (
    AccountNotYoursError,
    ListNameTakenError,
    ListNotPublicError,
    ProviderTitleNotFoundError,
    SharedListNotFoundError,
    TmdbTokenRequiredError,
)

_PREFIX = "/api/v1/favorites"
_SHARED_BEFORE = ResponseSpec(SharedFavoritesOutput, "The favourites were shared before; the name is updated")


class FavoriteController:
    def __init__(self, logic: FavoriteLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(
            _PREFIX,
            tag="favorites",
            errors=[*TMDB_ERRORS, ProviderTitleNotFoundError],
            rate_limit=RateLimitClass.DISCOVERY,
        )
        router.get("", self.list_favorites, returns=FavoritePageOutput, errors=[TmdbTokenRequiredError])
        router.post("", self.set_favorite, returns=FavoriteOutput, errors=[TmdbTokenRequiredError])
        router.post(
            "/share",
            self.share_favorites,
            returns=SharedFavoritesOutput,
            status=201,
            also={200: _SHARED_BEFORE},
            errors=[TmdbTokenRequiredError, AccountNotYoursError, ListNameTakenError],
        )
        router.get(
            "/shared/{list_name:path}",
            self.get_shared_favorites,
            shows="shared_list",
            returns=SharedFavoritePageOutput,
            errors=[SharedListNotFoundError, ListNotPublicError],
        )
        return router

    async def list_favorites(self, query: FavoritesQuery, user: CurrentUser, token: TmdbToken) -> Response:
        """List the favourites of a TMDb account, live, the newest first."""
        return json_response(
            await self._logic.search_favorites(query.account_id, query.media_type, query.page, caller_at(user, token)),
            PRIVATE_BY_TOKEN,
        )

    async def set_favorite(self, change: SetFavoriteInput, user: CurrentUser, token: TmdbToken) -> Response:
        """Add or remove a favourite at TMDb. The operation is idempotent."""
        return json_response(await self._logic.set_favorite(change, caller_at(user, token)), PRIVATE_BY_TOKEN)

    async def share_favorites(self, share: ShareFavoritesInput, user: CurrentUser, token: TmdbToken) -> Response:
        """Share the favourites of your TMDb account under a name, which replaces the previous one.
        Only account and name are stored."""
        shared, is_new = await self._logic.share_favorites(share, caller_at(user, token))
        address = f"{_PREFIX}/shared/{quote(shared.list_name, safe='')}"
        return json_response(shared, PRIVATE_BY_TOKEN, status=201 if is_new else 200, location=address)

    async def get_shared_favorites(
        self,
        list_name: Annotated[ListName, Path(description="Upper and lower case are treated as equal.")],
        query: SharedFavoritesQuery,
        user: Caller,
        token: TmdbToken,
    ) -> Response:
        """Read the favourites that are shared under a name, live. They are public if the service may read them."""
        return json_response(
            await self._logic.get_shared_favorites(list_name, query.media_type, query.page, caller_at(user, token)),
            PRIVATE_BY_TOKEN,
        )
