from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.core.bulk import BulkRejectedError
from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    CurrentUser,
    IfMatch,
    PageOutput,
    Paging,
    json_response,
    no_content,
    page_response,
)
from watchkeeper.foundation.http.bulk import BulkOutput, bulk_response, read_changes
from watchkeeper.foundation.http.responses import OPERATION_ID
from watchkeeper.logics.watchlist.watchlist_bulk_logic import WatchlistBulkLogic
from watchkeeper.logics.watchlist.watchlist_logic import WatchlistLogic
from watchkeeper.models.dtos.watchlist.bulk_dtos import item_shapes
from watchkeeper.models.dtos.watchlist.play_dtos import RewatchInput
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import (
    ChangeWatchlistInput,
    CreateWatchEntryInput,
    DeleteWatchEntryQuery,
    ReplaceWatchEntryInput,
    UpdateWatchEntryInput,
    WatchEntryOutput,
    WatchlistCountsOutput,
    WatchlistCountsQuery,
    WatchlistQuery,
)
from watchkeeper.models.errors.catalogue_errors import (
    InvalidExternalIdError,
    QuotaExceededError,
    TitleNotFoundError,
    YearsReversedError,
)
from watchkeeper.models.errors.tracking_errors import InTheFutureError, ViewingEmptyError
from watchkeeper.models.errors.watchlist_errors import (
    AlreadyInWatchlistError,
    RatingsReversedError,
    WatchEntryNotFoundError,
)

_PREFIX = "/api/v1/watchlist"
_ITEMS = item_shapes(CreateWatchEntryInput, ReplaceWatchEntryInput, UpdateWatchEntryInput)


class WatchlistController:
    def __init__(self, logic: WatchlistLogic, bulk: WatchlistBulkLogic) -> None:
        self._logic = logic
        self._bulk = bulk

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX, tag="watchlist")
        one = "/{entry_id}"
        filters = [YearsReversedError, RatingsReversedError, InvalidExternalIdError]
        router.get("", self.search_watchlist, returns=PageOutput[WatchEntryOutput], errors=filters)
        router.get("/counts", self.count_watchlist, returns=WatchlistCountsOutput, errors=filters)
        router.get(
            one, self.get_watch_entry, shows="watch_entry", returns=WatchEntryOutput, errors=[WatchEntryNotFoundError]
        )
        router.post(
            "",
            self.create_watch_entry,
            returns=WatchEntryOutput,
            status=201,
            response_headers=[OPERATION_ID],
            errors=[
                TitleNotFoundError,
                AlreadyInWatchlistError,
                InvalidExternalIdError,
                QuotaExceededError,
                InTheFutureError,
            ],
        )
        changing = [WatchEntryNotFoundError, InTheFutureError]
        router.put(
            one, self.replace_watch_entry, returns=WatchEntryOutput, response_headers=[OPERATION_ID], errors=changing
        )
        router.patch(
            one, self.update_watch_entry, returns=WatchEntryOutput, response_headers=[OPERATION_ID], errors=changing
        )
        router.post(
            f"{one}/rewatch",
            self.rewatch_title,
            returns=WatchEntryOutput,
            response_headers=[OPERATION_ID],
            errors=[*changing, ViewingEmptyError],
        )
        router.post("/bulk", self.change_watchlist, returns=BulkOutput, errors=[BulkRejectedError])
        router.delete(
            one, self.delete_watch_entry, status=204, response_headers=[OPERATION_ID], errors=[WatchEntryNotFoundError]
        )
        return router

    async def search_watchlist(
        self, request: Request, user: CurrentUser, query: WatchlistQuery, page: Paging
    ) -> Response:
        """List your watchlist."""
        found = await self._logic.search_entries(user.user_id, query.filters, query.sort, page)
        return page_response(found, request, PRIVATE)

    async def count_watchlist(self, user: CurrentUser, query: WatchlistCountsQuery) -> Response:
        """Count the entries of your watchlist by status, media type and genre."""
        return json_response(await self._logic.count_entries(user.user_id, query.filters), PRIVATE)

    async def get_watch_entry(self, entry_id: UUID, user: CurrentUser) -> Response:
        """Read one entry of your watchlist."""
        return json_response(await self._logic.get_entry(user.user_id, entry_id), PRIVATE)

    async def create_watch_entry(self, entry: CreateWatchEntryInput, user: CurrentUser) -> Response:
        """Add a title to your watchlist, one of the catalogue or one of another service."""
        user.require_scope(entry.scopes)
        created = await self._logic.create_entry(user.user_id, entry, user.time_zone)
        return json_response(created, PRIVATE, status=201, location=f"{_PREFIX}/{created.model.id}")

    async def change_watchlist(self, request: Request, changes: ChangeWatchlistInput, user: CurrentUser) -> Response:
        """Create, put, patch and delete up to 500 entries. Each item succeeds or fails by itself, unless atomic."""
        report = await self._bulk.change_entries(
            user,
            read_changes(_ITEMS, changes.items),
            is_atomic=changes.atomic,
            is_full=changes.is_full,
        )
        return bulk_response(report, request)

    async def replace_watch_entry(
        self, entry_id: UUID, entry: ReplaceWatchEntryInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Replace an entry; omitted notes are removed."""
        user.require_scope(entry.scopes)
        replaced = await self._logic.replace_entry(user.user_id, entry_id, entry, precondition, user.time_zone)
        return json_response(replaced, PRIVATE)

    async def update_watch_entry(
        self, entry_id: UUID, change: UpdateWatchEntryInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Change the sent members of an entry."""
        user.require_scope(change.scopes)
        updated = await self._logic.update_entry(user.user_id, entry_id, change, precondition, user.time_zone)
        return json_response(updated, PRIVATE)

    async def rewatch_title(self, entry_id: UUID, again: RewatchInput, user: CurrentUser) -> Response:
        """Begin the next viewing of a title: plays go into it from now on."""
        entry = await self._logic.begin_again(user.user_id, entry_id, again.started_on, user.time_zone)
        return json_response(entry, PRIVATE)

    async def delete_watch_entry(
        self, entry_id: UUID, user: CurrentUser, query: DeleteWatchEntryQuery, precondition: IfMatch
    ) -> Response:
        """Delete an entry. A rating or review of the title stays, and its plays unless plays is delete."""
        user.require_scope(query.plays.scopes)
        return no_content(await self._logic.delete_entry(user.user_id, entry_id, precondition, query.plays))
