from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.read_model import Changed
from watchkeeper.foundation.core.text import case_key, sort_key
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.logics.watchlist.request_tags import RequestTags
from watchkeeper.models.dtos.watchlist.tag_dtos import UpdateTagInput
from watchkeeper.models.entities.watchlist.tag_entity import TagEntity
from watchkeeper.models.types.sorts import LookupSort
from watchkeeper.models.types.undo.operation import ChangedRow, OperationSubject, RowKind
from watchkeeper.models.types.watchlist.tag import Tag
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository
from watchkeeper.repositories.watchlist.tag_repository import TagRepository


@dataclass(kw_only=True, eq=False)
class TagLogic:
    """The caller's own tags. Everything that assigns, renames or removes tags locks the account first."""

    unit_of_work: UnitOfWork
    accounts: AccountLockRepository
    tags: TagRepository
    operations: OperationLogic

    async def search_tags(self, user_id: UUID, query: str | None, sort: LookupSort, request: PageRequest) -> Page[Tag]:
        """Raises InvalidCursorError."""
        return await self.tags.search(user_id, query, sort, request)

    async def get_tag(self, user_id: UUID, tag_id: UUID) -> Tag:
        """Raises TagNotFoundError."""
        return await self.tags.require(user_id, tag_id)

    async def update_tag(
        self, user_id: UUID, tag_id: UUID, change: UpdateTagInput, precondition: Precondition
    ) -> Changed[Tag]:
        """Rename a tag. If another tag has the name already, merge into that one, and return it unchanged
        with the operation that undoes it.

        Raises TagNotFoundError, PreconditionFailedError.
        """
        operation_id = None
        async with self.unit_of_work.transaction():
            entity = await self._require_current(user_id, tag_id, precondition)
            if change.is_set("name") and change.name != entity.name:
                key = case_key(change.name)
                known = await self.tags.find_named(user_id, [key])
                tag_id = known.get(key, tag_id)
                renamed = tag_id == entity.id
                operation_id = await (self._rename(entity, change.name) if renamed else self._merge(entity, tag_id))
            return Changed(await self.tags.require(user_id, tag_id), operation_id)

    async def delete_tag(self, user_id: UUID, tag_id: UUID, precondition: Precondition) -> UUID:
        """Delete a tag; the things that had it stay. Return the operation that undoes it.

        Raises TagNotFoundError, PreconditionFailedError.
        """
        async with self.unit_of_work.transaction():
            return await self._merge(await self._require_current(user_id, tag_id, precondition), None)

    async def get_or_create(self, user_id: UUID, names: Sequence[str]) -> RequestTags:
        """Return the tags with these names, the missing ones stored. Needs a locked account."""
        tags = await self.find_or_prepare(user_id, names)
        await self.enter(tags, tags.ids.values())
        return tags

    async def find_or_prepare(self, user_id: UUID, names: Iterable[str]) -> RequestTags:
        """Return the tags with these names; those that are missing are stored by `enter`.

        Needs a transaction that has locked the account.
        """
        named = names_by_key(names)
        known = await self.tags.find_named(user_id, list(named)) if named else {}
        return self.prepare(user_id, named, known)

    def prepare(self, user_id: UUID, named: Mapping[str, str], known: Mapping[str, UUID]) -> RequestTags:
        """Return the tags with these names, by their keys; those that are not known are stored by `enter`."""
        at = now()
        missing = tuple(_new_tag(user_id, name, at) for key, name in named.items() if key not in known)
        return RequestTags({**known, **{entity.name_key: entity.id for entity in missing}}, missing)

    async def enter(self, tags: RequestTags, used: Iterable[UUID]) -> Sequence[TagEntity]:
        """Store the missing tags that are used, and return them."""
        used_ids = frozenset(used)
        entities = [entity for entity in tags.missing if entity.id in used_ids]
        if entities:
            await self.tags.add_many(entities)
        return entities

    async def _require_current(self, user_id: UUID, tag_id: UUID, precondition: Precondition) -> TagEntity:
        await self.accounts.lock(user_id)
        entity = await self.tags.get(user_id, tag_id)
        precondition.verify(entity.updated_at)
        return entity

    async def _rename(self, entity: TagEntity, name: str) -> None:
        entity.name, entity.name_key, entity.name_sort = name, case_key(name), sort_key(name)
        entity.updated_at = now()
        await self.tags.save(entity)

    async def _merge(self, entity: TagEntity, other_id: UUID | None) -> UUID:
        """Remove a tag, replaced by another one if given; return the operation that undoes it."""
        tagged = await self.tags.replace(entity.user_id, entity.id, other_id, now())
        tag = ChangedRow.removed(RowKind.TAG, entity.id, await self.tags.delete(entity.user_id, entity.id))
        return await self.operations.record_deletion(entity.user_id, [tag, *tagged], OperationSubject(name=entity.name))


def names_by_key(names: Iterable[str]) -> dict[str, str]:
    """Return names of tags by the key that makes them equal; of equal names the first."""
    named: dict[str, str] = {}
    for name in names:
        named.setdefault(case_key(name), name)
    return named


def _new_tag(user_id: UUID, name: str, at: datetime) -> TagEntity:
    return TagEntity(
        user_id=user_id,
        id=uuid7(),
        name=name,
        name_key=case_key(name),
        name_sort=sort_key(name),
        created_at=at,
        updated_at=at,
    )
