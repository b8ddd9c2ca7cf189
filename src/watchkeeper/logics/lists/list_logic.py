import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.text import case_key, sort_key
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.models.dtos.lists.list_dtos import CreateListInput, ReplaceListInput, UpdateListInput
from watchkeeper.models.entities.lists.list_entity import ListEntity
from watchkeeper.models.errors.list_errors import TooManyListsError
from watchkeeper.models.types.lists.lists import ListFilter, TitleList
from watchkeeper.models.types.sorts import ListSort
from watchkeeper.models.types.undo.operation import OperationSubject
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository
from watchkeeper.repositories.lists.list_repository import ListRepository


@dataclass(kw_only=True, eq=False)
class ListLogic:
    """A person's own lists. For other people a list does not exist, unless they have a link of it."""

    unit_of_work: UnitOfWork
    accounts: AccountLockRepository
    lists: ListRepository
    operations: OperationLogic
    max_lists: int

    async def search_lists(
        self, user_id: UUID, filters: ListFilter, sort: ListSort, request: PageRequest
    ) -> Page[TitleList]:
        """Raises InvalidCursorError."""
        return await self.lists.search(user_id, filters, sort, request)

    async def get_list(self, user_id: UUID, list_id: UUID) -> TitleList:
        """Raises ListNotFoundError."""
        return await self.lists.require(user_id, list_id)

    async def create_list(self, user_id: UUID, members: CreateListInput) -> TitleList:
        """Raises TooManyListsError, NameTakenError."""
        at = now()
        entity = ListEntity(id=uuid7(), user_id=user_id, items_count=0, created_at=at, updated_at=at, edited_at=at)
        _apply(entity, members.model_dump())
        async with self.unit_of_work.transaction():
            await self.accounts.lock(user_id)
            if await self.lists.count(user_id) >= self.max_lists:
                raise TooManyListsError(self.max_lists)
            return await self.lists.add(entity)

    async def replace_list(
        self, user_id: UUID, list_id: UUID, members: ReplaceListInput, precondition: Precondition
    ) -> TitleList:
        """Raises ListNotFoundError, PreconditionFailedError, NameTakenError."""
        return await self._change(user_id, list_id, members.model_dump(), precondition)

    async def update_list(
        self, user_id: UUID, list_id: UUID, change: UpdateListInput, precondition: Precondition
    ) -> TitleList:
        """Raises ListNotFoundError, PreconditionFailedError, NameTakenError."""
        return await self._change(user_id, list_id, change.changed_fields(), precondition)

    async def delete_list(self, user_id: UUID, list_id: UUID, precondition: Precondition) -> UUID:
        """Delete a list with its items and links, and return the operation by which that is undone.

        Raises ListNotFoundError, PreconditionFailedError.
        """
        async with self.unit_of_work.transaction():
            entity = await self._require_current(user_id, list_id, precondition)
            rows = await self.lists.delete(user_id, list_id)
            return await self.operations.record_deletion(user_id, rows, OperationSubject(name=entity.name))

    async def _change(
        self, user_id: UUID, list_id: UUID, members: Mapping[str, Any], precondition: Precondition
    ) -> TitleList:
        async with self.unit_of_work.transaction():
            entity = await self._require_current(user_id, list_id, precondition)
            if not members:
                return await self.lists.require(user_id, list_id)
            _apply(entity, members)
            entity.updated_at = entity.edited_at = now()
            return await self.lists.save(entity)

    async def _require_current(self, user_id: UUID, list_id: UUID, precondition: Precondition) -> ListEntity:
        entity = await self.lists.require_locked(user_id, list_id)
        precondition.verify(entity.updated_at)
        return entity


def _apply(entity: ListEntity, members: Mapping[str, Any]) -> None:
    for member, value in members.items():
        setattr(entity, member, value)
    entity.name_key = hashlib.sha256(case_key(entity.name).encode()).digest()
    entity.name_sort = sort_key(entity.name)
