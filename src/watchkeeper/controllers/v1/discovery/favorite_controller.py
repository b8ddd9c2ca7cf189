from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response

from watchkeeper.controllers.answers import PRIVATE_BY_TOKEN, answer
from watchkeeper.controllers.injection import provided
from watchkeeper.controllers.limiting import limited
from watchkeeper.controllers.routing import ContractRoute
from watchkeeper.controllers.security import CurrentUser
from watchkeeper.controllers.v1.discovery.asking import PageNumber, TmdbOwner, TmdbToken, provider_problems
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
from watchkeeper.models.types.route_kind import RouteKind

router = APIRouter(prefix="/api/v1/favorites", tags=["favorites"], route_class=ContractRoute)

Logic = Annotated[FavoriteLogic, provided(FavoriteLogic)]
Kind = Annotated[FavoriteKind, Query(description="TMDb keeps favourite movies and shows apart.")]


@router.get("", response_model=FavoritePageOutput, responses=provider_problems(ProviderTitleNotFoundError))
@limited(RouteKind.DISCOVERY)
async def list_favorites(
    asker: TmdbOwner,
    logic: Logic,
    account_id: Annotated[AccountId, Query(description="The number of a TMDb account.")],
    page: PageNumber = 1,
    media_type: Kind = FavoriteKind.MOVIE,
) -> Response:
    """List the favourites of a TMDb account, live; those added last come first."""
    return answer(await logic.search_favorites(account_id, media_type, page, asker), PRIVATE_BY_TOKEN)


@router.post("", response_model=FavoriteOutput, responses=provider_problems(ProviderTitleNotFoundError))
@limited(RouteKind.DISCOVERY)
async def set_favorite(change: SetFavoriteInput, user: CurrentUser, token: TmdbToken, logic: Logic) -> Response:
    """Make a movie or show a favourite at TMDb, or no longer. Doing it twice is doing it once."""
    del user
    return answer(await logic.set_favorite(change, token), PRIVATE_BY_TOKEN)


@router.post(
    "/share",
    status_code=201,
    response_model=SharedFavoritesOutput,
    responses={
        **provider_problems(ProviderTitleNotFoundError, AccountNotYoursError, ListNameTakenError),
        200: {"model": SharedFavoritesOutput, "description": "Shared before; under this name from now on"},
    },
)
@limited(RouteKind.DISCOVERY)
async def share_favorites(share: ShareFavoritesInput, user: CurrentUser, token: TmdbToken, logic: Logic) -> Response:
    """Share the favourites of your TMDb account under a name, in place of the name before. Only these two are kept."""
    del user
    shared, is_new = await logic.share_favorites(share, token)
    address = f"{router.prefix}/shared/{quote(shared.list_name, safe='')}"
    return answer(shared, PRIVATE_BY_TOKEN, status=201 if is_new else 200, location=address)


@router.get(
    "/shared/{list_name:path}",
    response_model=SharedFavoritePageOutput,
    responses=provider_problems(ProviderTitleNotFoundError, SharedListNotFoundError),
)
@limited(RouteKind.DISCOVERY)
async def get_shared_favorites(
    list_name: Annotated[ListName, Path(description="Upper and lower case count as the same.")],
    asker: TmdbOwner,
    logic: Logic,
    page: PageNumber = 1,
    media_type: Kind = FavoriteKind.MOVIE,
) -> Response:
    """Read the favourites that somebody shares under a name, live."""
    return answer(await logic.get_shared_favorites(list_name, media_type, page, asker), PRIVATE_BY_TOKEN)
