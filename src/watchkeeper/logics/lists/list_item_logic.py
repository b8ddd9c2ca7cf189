from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.ranks import rank_between
from watchkeeper.foundation.core.read_model import Changed
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.discovery.title_reference_logic import TitleReference, TitleReferenceLogic
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.logics.watchlist.episode_finding import EpisodeFinding
from watchkeeper.models.dtos.lists.list_dtos import ReorderListInput
from watchkeeper.models.dtos.lists.list_item_dtos import CreateListItemInput, PlacedInput, UpdateListItemInput
from watchkeeper.models.dtos.watchlist.play_dtos import EpisodeReferenceInput
from watchkeeper.models.entities.lists.list_entity import ListItemEntity
from watchkeeper.models.errors.catalogue_errors import EpisodeNotFoundError, SeasonNotFoundError, TitleNotFoundError
from watchkeeper.models.errors.list_errors import ListFullError, OrderIncompleteError
from watchkeeper.models.types.lists.lists import ListItem, ListItemFilter, ListKey, TitleList
from watchkeeper.models.types.sorts import ListItemSort
from watchkeeper.models.types.undo.operation import ChangedRow, OperationSubject, RowKind, image_of
from watchkeeper.repositories.lists.list_item_repository import ListItemRepository
from watchkeeper.repositories.lists.list_repository import ListRepository

_FULL = "a list that is numbered anew has no place for an item"


@dataclass(kw_only=True, eq=False)
class ListItemLogic:
    """The items of a person's own lists, and their order.

    Every change of items locks their list first, so ranks never tie. What changes an item raises the version of the
    list, and of no other item, unless the ranks around a place are used up.
    """

    unit_of_work: UnitOfWork
    lists: ListRepository
    items: ListItemRepository
    titles: TitleReferenceLogic
    episodes: EpisodeFinding
    operations: OperationLogic
    max_items: int

    async def search_items(
        self, key: ListKey, filters: ListItemFilter, sort: ListItemSort, request: PageRequest
    ) -> Page[ListItem]:
        """Raises ListNotFoundError, InvalidCursorError."""
        found = await self.items.search(key, filters, sort, request)
        if not found.items:
            await self.lists.require(*key)
        return found

    async def get_item(self, key: ListKey, item_id: UUID) -> ListItem:
        """Raises ListItemNotFoundError."""
        return await self.items.require(key, item_id)

    async def create_item(self, key: ListKey, item: CreateListItemInput) -> ListItem:
        """Add a title, a season or an episode to a list. A title of another service is created if it does not exist.

        Raises ListNotFoundError, TitleNotFoundError, SeasonNotFoundError, EpisodeNotFoundError, EpisodeAmbiguousError,
        InvalidExternalIdError, QuotaExceededError, AnchorNotFoundError, ListFullError, AlreadyInListError.
        """
        if item.season_id is not None or item.episode_id is not None:  # else nothing is looked for before the list
            await self.lists.require(*key)
        at = now()
        entity = ListItemEntity(
            id=uuid7(), user_id=key.user_id, list_id=key.list_id, note=item.note, created_at=at, updated_at=at
        )
        reference = await self._look_up(entity, item)
        try:
            return await self.titles.act_on(reference, partial(self._add, key, entity, item))
        except TitleNotFoundError as failure:
            if item.season_id is not None:
                raise SeasonNotFoundError from failure
            if item.episode_id is not None:
                raise EpisodeNotFoundError from failure
            raise

    async def _look_up(self, entity: ListItemEntity, item: CreateListItemInput) -> TitleReference:
        """Return the title of an item, and set the season or the episode."""
        if item.season_id is None and item.episode_id is None:
            return await self.titles.look_up(entity.user_id, item)
        entity.season_id, entity.episode_id = item.season_id, item.episode_id
        return await self.items.find_title(item.season_id, item.episode_id)

    async def _add(self, key: ListKey, entity: ListItemEntity, item: CreateListItemInput, title_id: UUID) -> ListItem:
        entity.title_id = title_id
        async with self.unit_of_work.transaction():
            if await self.items.lock_list(key, title_id) >= self.max_items:
                raise ListFullError(self.max_items)
            if item.episode is not None:
                entity.episode_id = await self._find_episode(title_id, item.episode)
            if item.before is None and item.after is None:
                return await self._append(key, entity)
            await self._place(key, entity, item, entity.created_at)
            return await self.items.add(entity)

    async def _append(self, key: ListKey, entity: ListItemEntity) -> ListItem:
        added = await self.items.append(entity)
        if added is not None:
            return added
        await self.items.renumber(key, entity.created_at)
        added = await self.items.append(entity)
        if added is None:
            raise RuntimeError(_FULL)
        return added

    async def _find_episode(self, title_id: UUID, named: EpisodeReferenceInput) -> UUID:
        """Return an episode that the catalogue knows: items have no others. Raises EpisodeNotFoundError."""
        found = await self.episodes.find(title_id, None, named)
        if found is None or found.id is None:
            raise EpisodeNotFoundError
        return found.id

    async def update_item(
        self, key: ListKey, item_id: UUID, change: UpdateListItemInput, precondition: Precondition
    ) -> ListItem:
        """Change the note of an item, or its place.

        Raises ListNotFoundError, ListItemNotFoundError, PreconditionFailedError, AnchorNotFoundError.
        """
        async with self.unit_of_work.transaction():
            await self.lists.require_locked(*key)
            entity = await self._require_current(key, item_id, precondition)
            anchor = change.before or change.after
            if anchor is None and not change.is_set("note"):
                return await self.items.require(key, item_id)
            entity.note = change.note if change.is_set("note") else entity.note
            entity.updated_at = now()
            if anchor not in (None, item_id):
                await self._place(key, entity, change, entity.updated_at)
            return await self.items.save(entity)

    async def delete_item(self, key: ListKey, item_id: UUID, precondition: Precondition) -> UUID:
        """Remove an item, and return the operation that undoes it.

        Raises ListNotFoundError, ListItemNotFoundError, PreconditionFailedError.
        """
        async with self.unit_of_work.transaction():
            await self.lists.require_locked(*key)
            entity = await self._require_current(key, item_id, precondition)
            removed = await self.items.delete(key, item_id, now())
            return await self.operations.record_deletion(key.user_id, [removed], OperationSubject(entity.title_id))

    async def reorder(self, key: ListKey, order: ReorderListInput, precondition: Precondition) -> Changed[TitleList]:
        """Put all items of a list in a new order.

        Raises ListNotFoundError, PreconditionFailedError, OrderIncompleteError.
        """
        async with self.unit_of_work.transaction():
            entity = await self.lists.require_locked(*key)
            precondition.verify(entity.updated_at)
            ids = await self.items.ids(key)
            if sorted(ids) != sorted(order.item_ids):
                raise OrderIncompleteError
            at = now()
            reordered = await self.items.reorder(key, order.item_ids, at)
            if ids == order.item_ids:
                return Changed(reordered)
            before = image_of({"item_ids": ids, "edited_at": entity.edited_at})
            row = ChangedRow(RowKind.LIST_ORDER, key.list_id, before, at)
            about = OperationSubject(name=entity.name)
            return Changed(reordered, await self.operations.record_change(key.user_id, row, about))

    async def _place(self, key: ListKey, entity: ListItemEntity, place: PlacedInput, at: datetime) -> None:
        """Give an item its rank. Raises AnchorNotFoundError."""
        around = partial(self.items.neighbours, key, entity.id, place.before, place.after)
        rank = rank_between(*await around())
        if rank is None:
            await self.items.renumber(key, at)
            rank = rank_between(*await around())
        if rank is None:
            raise RuntimeError(_FULL)
        entity.rank = rank

    async def _require_current(self, key: ListKey, item_id: UUID, precondition: Precondition) -> ListItemEntity:
        entity = await self.items.require_locked(key, item_id)
        precondition.verify(entity.updated_at)
        return entity
