from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.catalogue.merged_titles import MergedTitles
from watchkeeper.logics.discovery.title_metadata_logic import TitleMetadataLogic
from watchkeeper.models.dtos.watch_entry_dtos import (
    CreateWatchEntryInput,
    ReplaceWatchEntryInput,
    UpdateWatchEntryInput,
)
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.sorts import WatchlistSort
from watchkeeper.models.types.watch_entry import WatchEntry, WatchlistFilter
from watchkeeper.models.types.watch_status import WatchStatus
from watchkeeper.repositories.watchlist.watch_entry_repository import WatchEntryRepository


@dataclass(kw_only=True, eq=False)
class WatchlistLogic:
    """The caller's own watchlist. For other users an entry does not exist: they can neither read nor change it."""

    unit_of_work: UnitOfWork
    entries: WatchEntryRepository
    metadata: TitleMetadataLogic
    merged_titles: MergedTitles

    async def search_entries(
        self, user_id: UUID, filters: WatchlistFilter, sort: WatchlistSort, request: PageRequest
    ) -> Page[WatchEntry]:
        """Raises InvalidCursorError."""
        return await self.entries.search(user_id, filters, sort, request)

    async def get_entry(self, user_id: UUID, entry_id: UUID) -> WatchEntry:
        """Raises WatchEntryNotFoundError."""
        return await self.entries.require(user_id, entry_id)

    async def create_entry(self, user_id: UUID, entry: CreateWatchEntryInput) -> WatchEntry:
        """Add a title to the watchlist. A title of another service is created if it does not exist: in the catalogue if
        its provider knows it, else as one of the person's own.

        The metadata are fetched from the provider first, outside the transaction; a failure of the provider does not
        matter. Raises TitleNotFoundError, also for an inactive title, AlreadyInWatchlistError and QuotaExceededError.
        """
        incoming = None if entry.media is None else await self.metadata.look_up(entry.media, user_id)
        at = now()
        unit_of_work = self.unit_of_work
        async with unit_of_work.statement() if incoming is None else unit_of_work.transaction():
            named = cast("UUID", entry.title_id)
            title_id = named if incoming is None else (await self.metadata.get_or_create(incoming))[0]
            entity = WatchEntryEntity(id=uuid7(), user_id=user_id, notes=entry.notes, created_at=at, updated_at=at)
            _set_status(entity, entry.status, at)
            return await self.merged_titles.follow(title_id, partial(self._add, entity))

    async def _add(self, entity: WatchEntryEntity, title_id: UUID) -> WatchEntry:
        entity.title_id = title_id
        return await self.entries.add(entity)

    async def replace_entry(
        self, user_id: UUID, entry_id: UUID, entry: ReplaceWatchEntryInput, precondition: Precondition
    ) -> WatchEntry:
        """Raises WatchEntryNotFoundError, PreconditionFailedError."""
        async with self.unit_of_work.transaction():
            entity = await self._require_current(user_id, entry_id, precondition)
            entity.notes = entry.notes
            return await self._save(entity, entry.status)

    async def update_entry(
        self, user_id: UUID, entry_id: UUID, change: UpdateWatchEntryInput, precondition: Precondition
    ) -> WatchEntry:
        """Raises WatchEntryNotFoundError, PreconditionFailedError."""
        async with self.unit_of_work.transaction():
            entity = await self._require_current(user_id, entry_id, precondition)
            if not change.changed_fields():
                return await self.entries.require(user_id, entry_id)
            entity.notes = change.notes if change.is_set("notes") else entity.notes
            return await self._save(entity, change.status if change.is_set("status") else WatchStatus(entity.status))

    async def delete_entry(self, user_id: UUID, entry_id: UUID, precondition: Precondition) -> None:
        """Raises WatchEntryNotFoundError, PreconditionFailedError."""
        async with self.unit_of_work.transaction():
            await self._require_current(user_id, entry_id, precondition)
            await self.entries.delete(user_id, entry_id)

    async def _require_current(self, user_id: UUID, entry_id: UUID, precondition: Precondition) -> WatchEntryEntity:
        entity = await self.entries.require_locked(user_id, entry_id)
        precondition.verify(entity.updated_at)
        return entity

    async def _save(self, entity: WatchEntryEntity, status: WatchStatus) -> WatchEntry:
        entity.updated_at = now()
        _set_status(entity, status, entity.updated_at)
        return await self.entries.save(entity)


def _set_status(entity: WatchEntryEntity, status: WatchStatus, at: datetime) -> None:
    """Set the status. `completed_at` is the time when it became completed, and None in any other status."""
    is_completed = status is WatchStatus.COMPLETED
    entity.status = status
    entity.completed_at = (entity.completed_at or at) if is_completed else None
