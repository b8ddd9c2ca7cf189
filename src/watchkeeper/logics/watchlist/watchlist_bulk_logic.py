from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from uuid import UUID

from watchkeeper.foundation.core.bulk import BulkReport, ItemLimit, counts_of, require_all
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.dtos import Input
from watchkeeper.foundation.core.errors import Existing, ExistingConflictError, InsufficientScopeError, NotFoundError
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.bulk.bulk_titles import BulkTitles
from watchkeeper.logics.bulk.named_items import Item, NamedItem, named_items
from watchkeeper.logics.bulk.personal_batch import PersonalBatch
from watchkeeper.logics.bulk.stored_resources import with_resources
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.logics.watchlist.entry_changes import new_entry, replace_entry, update_entry
from watchkeeper.logics.watchlist.entry_viewings import EntryViewings, require_past
from watchkeeper.logics.watchlist.request_tags import RequestTags, used_tags
from watchkeeper.logics.watchlist.tag_logic import TagLogic
from watchkeeper.models.dtos.watchlist.entry_viewing_dtos import EntryViewingInput
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import (
    CreateWatchEntryInput,
    ReplaceWatchEntryInput,
    UpdateWatchEntryInput,
)
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.errors.catalogue_errors import QuotaExceededError
from watchkeeper.models.errors.tracking_errors import InTheFutureError
from watchkeeper.models.errors.watchlist_errors import AlreadyInWatchlistError, WatchEntryNotFoundError
from watchkeeper.models.types.identity.time_zone import time_zone
from watchkeeper.models.types.undo.operation import OperationKind, OperationSubject, RowImage, RowKind, changed_viewings
from watchkeeper.repositories.changes.change_repository import OwnRows
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository
from watchkeeper.repositories.watchlist.watch_entry_bulk_repository import WatchEntryBulkRepository


@dataclass(kw_only=True, eq=False)
class WatchlistBulkLogic:
    """Many changes of the caller's own watchlist in one request, in one transaction.

    Everything is read, decided and written as sets, so the number of statements does not depend on that of items.
    """

    unit_of_work: UnitOfWork
    entries: WatchEntryBulkRepository
    shown: OwnRows
    titles: BulkTitles
    operations: OperationLogic
    accounts: AccountLockRepository
    tags: TagLogic
    viewings: EntryViewings
    limit: ItemLimit
    max_entries: int

    async def change_entries(
        self, caller: Principal, items: Sequence[Item], *, is_atomic: bool, is_full: bool
    ) -> BulkReport:
        """Return the outcome of each item. Good items are stored, bad ones are not.

        Titles of other services that are missing are entered as personal titles, from what was sent. Raises
        RateLimitedError, and BulkRejectedError if `is_atomic`.
        """
        user_id, zone = caller.user_id, time_zone(caller.time_zone)
        await self.limit.count_items(user_id, len(items))
        named = [_allowed(place, item, caller, zone) for place, item in enumerate(named_items(items))]
        async with self.unit_of_work.transaction():
            tags = [name for item in named for name in _tags_of(item)]
            batch = await self._lock(user_id, named, tags)
            outcomes = require_all(batch.outcomes_of(named), is_atomic=is_atomic)
            operation_id = await self._store(user_id, batch, counts_of(outcomes), zone)
            shown = await with_resources(outcomes, self.shown, user_id) if is_full else outcomes
            return BulkReport(shown, operation_id)

    async def _lock(self, user_id: UUID, items: Sequence[NamedItem], tags: Sequence[str]) -> "_Entries":
        if tags:
            await self.accounts.lock(user_id)
        titles = await self.titles.locate(user_id, items)
        ids = {item.name.row_id for item in items if item.name is not None and item.name.row_id is not None}
        rows = await self.entries.lock(user_id, ids, titles.found(), max_added=len(items))
        return _Entries(
            user_id=user_id,
            at=now(),
            titles=titles,
            locked=rows.entries,
            viewings=rows.viewings,
            room=rows.room,
            most=self.max_entries,
            tags=await self.tags.find_or_prepare(user_id, tags),
        )

    async def _store(self, user_id: UUID, batch: "_Entries", counts: dict[str, int], zone: tzinfo) -> UUID | None:
        """Store the changes, and return the operation that undoes them, None without any."""
        if batch.writes.is_empty:
            return None
        await self.titles.enter(batch.titles)
        await self.tags.enter(batch.tags, used_tags(batch.writes))
        await self.entries.write(user_id, batch.writes)
        plays = await self.viewings.store_many(batch.bodies, zone)
        bodies = {row.title_id: None for row, _ in batch.bodies}
        known = {row.title_id: batch.viewings[row.title_id] for row in batch.writes if row.title_id in batch.viewings}
        rows = [*changed_viewings({**bodies, **known}), *batch.changed_rows(RowKind.WATCH_ENTRY), *plays]
        about = OperationSubject.of(row.title_id for row in batch.writes)
        return await self.operations.record(user_id, OperationKind.BULK, counts, rows, about)


@dataclass(kw_only=True, eq=False)
class _Entries(PersonalBatch[WatchEntryEntity]):
    """`viewings` are those of now. `room` is how many entries may be added, of `most` that an account may have."""

    viewings: Mapping[UUID, RowImage]
    room: int
    most: int
    tags: RequestTags
    bodies: list[tuple[WatchEntryEntity, EntryViewingInput]] = field(default_factory=list)
    """What is said of viewings, with its entry."""

    def require_addable(self, item: NamedItem, title_id: UUID | None) -> None:
        if self.room + len(self.writes.removed) - len(self.writes.added) <= 0:
            raise QuotaExceededError(self.most)

    def new_row(self, title_id: UUID, body: Input) -> WatchEntryEntity:
        if not isinstance(body, CreateWatchEntryInput | ReplaceWatchEntryInput):
            raise TypeError("no body of a new entry")
        entity = new_entry(self.user_id, body, self.at, self.tags)
        entity.title_id = title_id
        self.says_more(entity, body)
        return entity

    def change_row(self, row: WatchEntryEntity, body: Input) -> None:
        if isinstance(body, ReplaceWatchEntryInput):
            replace_entry(row, body, self.at, self.tags)
        elif isinstance(body, UpdateWatchEntryInput):
            update_entry(row, body, self.at, self.tags)

    def says_more(self, row: WatchEntryEntity, body: Input) -> bool:
        if not isinstance(body, EntryViewingInput) or body.is_empty:
            return False
        self.bodies.append((row, body))
        return True

    def existing_error(self, row: WatchEntryEntity) -> ExistingConflictError:
        return AlreadyInWatchlistError(existing=Existing("watch_entry", row.id))

    def missing_error(self) -> NotFoundError:
        return WatchEntryNotFoundError()


def _tags_of(item: NamedItem) -> Sequence[str]:
    """Return the names of tags that an item gives, if it is not refused already."""
    body = item.body
    if item.error is None and isinstance(body, CreateWatchEntryInput | ReplaceWatchEntryInput | UpdateWatchEntryInput):
        return body.tags
    return ()


def _allowed(place: int, item: NamedItem, caller: Principal, zone: tzinfo) -> NamedItem:
    """Return an item, with its error if it tells of the future, or needs a scope that the caller does not have."""
    if item.error is not None or not isinstance(item.body, EntryViewingInput):
        return item
    try:
        caller.require_scope(item.body.scopes)
        require_past(item.body, zone, f"items/{place}/")
    except (InTheFutureError, InsufficientScopeError) as error:
        return replace(item, error=error)
    return item
