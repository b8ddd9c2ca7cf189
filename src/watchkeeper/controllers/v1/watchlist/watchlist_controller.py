from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import CurrentUser
from watchkeeper.foundation.http.cursors import Paging
from watchkeeper.foundation.http.etags import IfMatch
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.problem_responses import problems
from watchkeeper.foundation.http.responses import PRIVATE, PageOutput, json_response, no_content, page_response
from watchkeeper.logics.watchlist.watchlist_logic import WatchlistLogic
from watchkeeper.models.dtos.fields import Text
from watchkeeper.models.dtos.watch_entry_dtos import (
    CreateWatchEntryInput,
    ReplaceWatchEntryInput,
    UpdateWatchEntryInput,
    WatchEntryOutput,
)
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.watchlist_errors import AlreadyInWatchlistError, WatchEntryNotFoundError
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.sorts import WatchlistSort
from watchkeeper.models.types.watch_entry import WatchlistFilter
from watchkeeper.models.types.watch_status import WatchStatus

router = APIRouter(prefix="/api/v1/watchlist", tags=["watchlist"], route_class=ApiRoute)

Logic = Annotated[WatchlistLogic, provided(WatchlistLogic)]


async def watchlist_filter(
    status: Annotated[list[WatchStatus] | None, Query(description="Any of these; repeatable.")] = None,
    media_type: Annotated[MediaType | None, Query()] = None,
    genre_id: Annotated[UUID | None, Query()] = None,
    q: Annotated[
        Annotated[str, Text(200, min_length=0)] | None,
        Query(description="Words or word beginnings of the title or the original title, all of them."),
    ] = None,
) -> WatchlistFilter:
    """Return which entries the query asks for."""
    return WatchlistFilter(status, media_type, genre_id, q or None)


Filter = Annotated[WatchlistFilter, Depends(watchlist_filter)]


@router.get("", response_model=PageOutput[WatchEntryOutput])
async def search_watchlist(
    request: Request,
    user: CurrentUser,
    filters: Filter,
    paging: Paging,
    *,
    logic: Logic,
    sort: Annotated[WatchlistSort, Query()] = WatchlistSort.CREATED_AT_DESCENDING,
) -> Response:
    """List what stands in your watchlist."""
    page = await logic.search_entries(user.user_id, filters, sort, paging)
    return page_response(page, request, PRIVATE)


@router.get("/{entry_id}", response_model=WatchEntryOutput, responses=problems(WatchEntryNotFoundError))
async def get_watch_entry(entry_id: UUID, user: CurrentUser, logic: Logic) -> Response:
    """Read one entry of your watchlist."""
    return json_response(await logic.get_entry(user.user_id, entry_id), PRIVATE)


@router.post(
    "",
    status_code=201,
    response_model=WatchEntryOutput,
    responses=problems(TitleNotFoundError, AlreadyInWatchlistError),
)
async def create_watch_entry(entry: CreateWatchEntryInput, user: CurrentUser, logic: Logic) -> Response:
    """Add a title to your watchlist, one of the catalogue or one of another service."""
    created = await logic.create_entry(user.user_id, entry)
    return json_response(created, PRIVATE, status=201, location=f"{router.prefix}/{created.id}")


@router.put(
    "/{entry_id}",
    response_model=WatchEntryOutput,
    responses=problems(WatchEntryNotFoundError),
)
async def replace_watch_entry(
    entry_id: UUID, entry: ReplaceWatchEntryInput, user: CurrentUser, precondition: IfMatch, logic: Logic
) -> Response:
    """Set an entry anew; notes left out are removed."""
    return json_response(await logic.replace_entry(user.user_id, entry_id, entry, precondition), PRIVATE)


@router.patch(
    "/{entry_id}",
    response_model=WatchEntryOutput,
    responses=problems(WatchEntryNotFoundError),
)
async def update_watch_entry(
    entry_id: UUID, change: UpdateWatchEntryInput, user: CurrentUser, precondition: IfMatch, logic: Logic
) -> Response:
    """Change what is sent of an entry."""
    return json_response(await logic.update_entry(user.user_id, entry_id, change, precondition), PRIVATE)


@router.delete("/{entry_id}", status_code=204, responses=problems(WatchEntryNotFoundError))
async def delete_watch_entry(entry_id: UUID, user: CurrentUser, precondition: IfMatch, logic: Logic) -> Response:
    """Take an entry off your watchlist. A rating or review of the title stays."""
    await logic.delete_entry(user.user_id, entry_id, precondition)
    return no_content()
