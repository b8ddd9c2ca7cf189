from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import partial
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.read_model import Changed
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.external_ids import searched_ids
from watchkeeper.logics.discovery.title_reference_logic import TitleReferenceLogic
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.logics.watchlist.entry_changes import new_entry, replace_entry, update_entry
from watchkeeper.logics.watchlist.entry_viewings import EntryViewings
from watchkeeper.logics.watchlist.request_tags import NO_TAGS, RequestTags
from watchkeeper.logics.watchlist.tag_logic import TagLogic
from watchkeeper.logics.watchlist.watched_on import past
from watchkeeper.models.dtos.watchlist.entry_viewing_dtos import EntryViewingInput
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import (
    CreateWatchEntryInput,
    ReplaceWatchEntryInput,
    UpdateWatchEntryInput,
)
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.errors.catalogue_errors import YearsReversedError
from watchkeeper.models.errors.tracking_errors import ViewingEmptyError
from watchkeeper.models.errors.watchlist_errors import RatingsReversedError
from watchkeeper.models.types.identity.time_zone import time_zone
from watchkeeper.models.types.sorts import WatchlistSort
from watchkeeper.models.types.undo.operation import ChangedRow, OperationSubject, RowKind, StoredEntry
from watchkeeper.models.types.watchlist.plays_of_deleted import PlaysOfDeleted
from watchkeeper.models.types.watchlist.watch_entry import WatchEntry, WatchlistCounts, WatchlistFilter
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import When
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository
from watchkeeper.repositories.watchlist.play_repository import PlayRepository, WatchingRepository
from watchkeeper.repositories.watchlist.watch_entry_repository import WatchEntryRepository


@dataclass(kw_only=True, eq=False)
class WatchlistLogic:
    """The caller's own watchlist. For other users an entry does not exist: they can neither read nor change it."""

    unit_of_work: UnitOfWork
    entries: WatchEntryRepository
    titles: TitleReferenceLogic
    operations: OperationLogic
    tags: TagLogic
    plays: PlayRepository
    watchings: WatchingRepository
    accounts: AccountLockRepository
    viewings: EntryViewings

    async def search_entries(
        self, user_id: UUID, filters: WatchlistFilter, sort: WatchlistSort, request: PageRequest
    ) -> Page[WatchEntry]:
        """Raises YearsReversedError, RatingsReversedError, InvalidExternalIdError, InvalidCursorError."""
        return await self.entries.search(user_id, _verified(filters), sort, request)

    async def count_entries(self, user_id: UUID, filters: WatchlistFilter) -> WatchlistCounts:
        """Raises YearsReversedError, RatingsReversedError, InvalidExternalIdError."""
        return await self.entries.count(user_id, _verified(filters))

    async def get_entry(self, user_id: UUID, entry_id: UUID) -> WatchEntry:
        """Raises WatchEntryNotFoundError."""
        return await self.entries.require(user_id, entry_id)

    async def create_entry(self, user_id: UUID, entry: CreateWatchEntryInput, zone_name: str) -> Changed[WatchEntry]:
        """Add a title to the watchlist. A title of another service is created if it does not exist: in the catalogue if
        its provider knows it, else as a personal title.

        The metadata are fetched from the provider first, outside the transaction; a failure of the provider does not
        matter. Raises TitleNotFoundError, also for an inactive title, AlreadyInWatchlistError, QuotaExceededError and
        InTheFutureError.
        """
        reference = await self.titles.look_up(user_id, entry)
        if entry.is_empty and not entry.tags:
            return await self.titles.act_on(reference, partial(self._add, new_entry(user_id, entry, now())))
        act = partial(self._add_with_more, user_id, entry, time_zone(zone_name))
        return await self.titles.act_on(reference, act, partial(self.accounts.lock, user_id))

    async def _add(self, entity: WatchEntryEntity, title_id: UUID) -> Changed[WatchEntry]:
        entity.title_id = title_id
        if entity.completed_at is None:
            async with self.unit_of_work.statement():
                added = await self.entries.add(entity)
            is_ended = added.finished_on is not None  # by a viewing of before, which goes on
            return Changed(await self.entries.require(entity.user_id, entity.id) if is_ended else added)
        async with self.unit_of_work.transaction():
            await self.entries.add(entity)
            return Changed(await self.entries.require(entity.user_id, entity.id))

    async def _add_with_more(
        self, user_id: UUID, entry: CreateWatchEntryInput, zone: tzinfo, title_id: UUID
    ) -> Changed[WatchEntry]:
        """Add an entry with tags, or with what its body says of the viewing."""
        async with self.unit_of_work.transaction():
            await self.watchings.lock(user_id, title_id, for_new=True)
            tags = await self.tags.get_or_create(user_id, entry.tags) if entry.tags else NO_TAGS
            entity = new_entry(user_id, entry, now(), tags)
            before = await self.watchings.find_entry(user_id, title_id) if entry.log_play else None
            added = await self._add(entity, title_id)
            if entry.is_empty:
                return added
            operation_id = await self.viewings.store(entity, entry, zone, before)
            return Changed(await self.entries.require(user_id, entity.id), operation_id)

    async def replace_entry(
        self,
        user_id: UUID,
        entry_id: UUID,
        entry: ReplaceWatchEntryInput,
        precondition: Precondition,
        zone_name: str,
    ) -> Changed[WatchEntry]:
        """Raises WatchEntryNotFoundError, PreconditionFailedError, InTheFutureError."""
        async with self.unit_of_work.transaction():
            before = await self.viewings.lock(user_id, entry_id) if entry.log_play else None
            entity, tags = await self._lock(user_id, entry_id, precondition, entry)
            entity.updated_at, status = now(), entity.status
            replace_entry(entity, entry, entity.updated_at, tags)
            is_moved = entity.status != status
            return await self._save(entity, entry, zone_name, before, is_moved=is_moved)

    async def update_entry(
        self,
        user_id: UUID,
        entry_id: UUID,
        change: UpdateWatchEntryInput,
        precondition: Precondition,
        zone_name: str,
    ) -> Changed[WatchEntry]:
        """Raises WatchEntryNotFoundError, PreconditionFailedError, InTheFutureError."""
        async with self.unit_of_work.transaction():
            before = await self.viewings.lock(user_id, entry_id) if change.log_play else None
            entity, tags = await self._lock(user_id, entry_id, precondition, change)
            if not change.changed_fields():
                return Changed(await self.entries.require(user_id, entry_id))
            entity.updated_at, status = now(), entity.status
            update_entry(entity, change, entity.updated_at, tags)
            is_moved = entity.status != status
            return await self._save(entity, change, zone_name, before, is_moved=is_moved)

    async def begin_again(
        self, user_id: UUID, entry_id: UUID, started_on: When | None, zone_name: str
    ) -> Changed[WatchEntry]:
        """Begin the next viewing of a title. Raises WatchEntryNotFoundError, ViewingEmptyError, InTheFutureError."""
        began = None if started_on is None else past(started_on, "started_on", time_zone(zone_name))
        async with self.unit_of_work.transaction():
            title_id = await self.watchings.find_title(user_id, entry_id)
            await self.watchings.lock(user_id, title_id)
            watching = await self.watchings.read(user_id, title_id)
            if not watching.plays_count and watching.title_status.status is not WatchStatus.COMPLETED:
                raise ViewingEmptyError
            before = await self.watchings.find_entry(user_id, title_id)
            await self.watchings.begin_again(user_id, title_id, watching.viewing, began, now())
            rows = before.changed_rows(await self.watchings.find_entry(user_id, title_id))
            operation_id = await self.operations.record_watch(user_id, rows, OperationSubject(title_id))
            return Changed(await self.entries.require(user_id, entry_id), operation_id)

    async def delete_entry(
        self, user_id: UUID, entry_id: UUID, precondition: Precondition, plays: PlaysOfDeleted = PlaysOfDeleted.KEEP
    ) -> UUID:
        """Delete an entry, and the plays of its title if they are to go too; return the operation that undoes it.

        Raises WatchEntryNotFoundError, PreconditionFailedError.
        """
        async with self.unit_of_work.transaction():
            entity = await self._require_current(user_id, entry_id, precondition)
            if plays is PlaysOfDeleted.DELETE:
                rows = await self.plays.delete_of_title(user_id, entity.title_id)
            else:
                rows = (await self.watchings.find_entry(user_id, entity.title_id)).viewing_rows
            image = await self.entries.delete(user_id, entry_id)
            entry = ChangedRow.removed(RowKind.WATCH_ENTRY, entry_id, image)
            return await self.operations.record_deletion(user_id, [entry, *rows], OperationSubject(entity.title_id))

    async def _lock(
        self,
        user_id: UUID,
        entry_id: UUID,
        precondition: Precondition,
        change: ReplaceWatchEntryInput | UpdateWatchEntryInput,
    ) -> tuple[WatchEntryEntity, RequestTags]:
        """Lock the account if tags change, then the entry; return the entry and the tags of the change."""
        if not change.is_set("tags"):
            return await self._require_current(user_id, entry_id, precondition), NO_TAGS
        await self.accounts.lock(user_id)
        entity = await self._require_current(user_id, entry_id, precondition)
        return entity, await self.tags.get_or_create(user_id, change.tags)

    async def _require_current(self, user_id: UUID, entry_id: UUID, precondition: Precondition) -> WatchEntryEntity:
        entity = await self.entries.require_locked(user_id, entry_id)
        precondition.verify(entity.updated_at)
        return entity

    async def _save(
        self,
        entity: WatchEntryEntity,
        body: EntryViewingInput,
        zone_name: str,
        before: StoredEntry | None,
        *,
        is_moved: bool,
    ) -> Changed[WatchEntry]:
        """Store an entry and what was said with it. What a status changes in the viewing is read after that."""
        saved = await self.entries.save(entity)
        if body.is_empty and not is_moved:
            return Changed(saved)
        operation_id = None
        if not body.is_empty:
            operation_id = await self.viewings.store(entity, body, time_zone(zone_name), before)
        return Changed(await self.entries.require(entity.user_id, entity.id), operation_id)


def _verified(filters: WatchlistFilter) -> WatchlistFilter:
    if filters.has_reversed_years:
        raise YearsReversedError
    if filters.has_reversed_ratings:
        raise RatingsReversedError
    if not filters.external_ids:
        return filters
    return replace(filters, external_ids=searched_ids(filters.external_ids, filters.media_type))
