from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response

from watchkeeper.controllers.v1.discovery.provider_parameters import (
    PageNumber,
    TmdbToken,
    TmdbTokenOwner,
    provider_problems,
)
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import CurrentUser
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.rate_limit_headers import rate_limited
from watchkeeper.foundation.http.responses import PRIVATE_BY_TOKEN, json_response
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass
from watchkeeper.logics.discovery.favorite_logic import FavoriteLogic
from watchkeeper.models.dtos.favorite_dtos import (
    AccountId,
    FavoriteOutput,
    FavoritePageOutput,
    ListName,
    SetFavoriteInput,
    SharedFavoritePageOutput,
    SharedFavoritesOutput,
    ShareFavoritesInput,
)
from watchkeeper.models.errors.discovery_errors import (
    AccountNotYoursError,
    ListNameTakenError,
    ProviderTitleNotFoundError,
    SharedListNotFoundError,
)
from watchkeeper.models.types.discovery import FavoriteKind

router = APIRouter(prefix="/api/v1/favorites", tags=["favorites"], route_class=ApiRoute)

Logic = Annotated[FavoriteLogic, provided(FavoriteLogic)]
Kind = Annotated[FavoriteKind, Query(description="TMDb keeps favourite movies and shows apart.")]


@router.get("", response_model=FavoritePageOutput, responses=provider_problems(ProviderTitleNotFoundError))
@rate_limited(RateLimitClass.DISCOVERY)
async def list_favorites(
    provider_caller: TmdbTokenOwner,
    logic: Logic,
    account_id: Annotated[AccountId, Query(description="The number of a TMDb account.")],
    page: PageNumber = 1,
    media_type: Kind = FavoriteKind.MOVIE,
) -> Response:
    """List the favourites of a TMDb account, live; those added last come first."""
    return json_response(await logic.search_favorites(account_id, media_type, page, provider_caller), PRIVATE_BY_TOKEN)


@router.post("", response_model=FavoriteOutput, responses=provider_problems(ProviderTitleNotFoundError))
@rate_limited(RateLimitClass.DISCOVERY)
async def set_favorite(change: SetFavoriteInput, user: CurrentUser, token: TmdbToken, logic: Logic) -> Response:
    """Make a movie or show a favourite at TMDb, or no longer. Doing it twice is doing it once."""
    del user
    return json_response(await logic.set_favorite(change, token), PRIVATE_BY_TOKEN)


@router.post(
    "/share",
    status_code=201,
    response_model=SharedFavoritesOutput,
    responses={
        **provider_problems(ProviderTitleNotFoundError, AccountNotYoursError, ListNameTakenError),
        200: {"model": SharedFavoritesOutput, "description": "Shared before; under this name from now on"},
    },
)
@rate_limited(RateLimitClass.DISCOVERY)
async def share_favorites(share: ShareFavoritesInput, user: CurrentUser, token: TmdbToken, logic: Logic) -> Response:
    """Share the favourites of your TMDb account under a name, in place of the name before. Only these two are kept."""
    del user
    shared, is_new = await logic.share_favorites(share, token)
    address = f"{router.prefix}/shared/{quote(shared.list_name, safe='')}"
    return json_response(shared, PRIVATE_BY_TOKEN, status=201 if is_new else 200, location=address)


@router.get(
    "/shared/{list_name:path}",
    response_model=SharedFavoritePageOutput,
    responses=provider_problems(ProviderTitleNotFoundError, SharedListNotFoundError),
)
@rate_limited(RateLimitClass.DISCOVERY)
async def get_shared_favorites(
    list_name: Annotated[ListName, Path(description="Upper and lower case count as the same.")],
    provider_caller: TmdbTokenOwner,
    logic: Logic,
    page: PageNumber = 1,
    media_type: Kind = FavoriteKind.MOVIE,
) -> Response:
    """Read the favourites that somebody shares under a name, live."""
    return json_response(
        await logic.get_shared_favorites(list_name, media_type, page, provider_caller), PRIVATE_BY_TOKEN
    )
