"""Genres and platforms: both have a name, with a unique key and a sort key."""

from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from watchkeeper.foundation.core.dtos import Input, PatchInput, Resource
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.lookups import LookupT, apply_lookup, new_lookup
from watchkeeper.logics.operations.auditing import members_of, record_change
from watchkeeper.models.dtos.catalogue.genre_dtos import CreateGenreInput, GenreOutput, UpdateGenreInput
from watchkeeper.models.dtos.catalogue.platform_dtos import CreatePlatformInput, PlatformOutput, UpdatePlatformInput
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import LookupSort
from watchkeeper.repositories.catalogue.lookup_repository import LookupRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail

CreateT = TypeVar("CreateT", bound=Input)
UpdateT = TypeVar("UpdateT", bound=PatchInput)


@dataclass(kw_only=True, eq=False)
class LookupLogic(Generic[LookupT, CreateT, UpdateT]):
    """Things that titles are filed under: everyone can read them, admins manage them. Changes are audited.

    A missing one raises the not-found error of its repository.
    """

    entity: ClassVar[type[Any]]
    output: ClassVar[type[Resource]]
    kind: ClassVar[AuditedEntity]

    unit_of_work: UnitOfWork
    lookups: LookupRepository[LookupT]
    audit: AuditTrail

    async def search(self, query: str | None, sort: LookupSort, request: PageRequest) -> Page[LookupT]:
        """Return a page of all, or of those with `query` in their names. Raises InvalidCursorError."""
        return await self.lookups.search(query, sort, request)

    async def get(self, lookup_id: UUID) -> LookupT:
        """Raises the not-found error."""
        return await self.lookups.require(lookup_id)

    async def create(self, members: CreateT) -> LookupT:
        """Raises NameTakenError."""
        entity: LookupT = new_lookup(self.entity, members.model_dump())
        async with self.unit_of_work.transaction():
            await self.lookups.add(entity)
            await self.audit.record(self._action("created"), self.kind, entity.id, after=self._members(entity))
        return entity

    async def update(self, lookup_id: UUID, change: UpdateT, precondition: Precondition) -> LookupT:
        """Raises the not-found error, PreconditionFailedError, NameTakenError."""
        changed_fields = change.changed_fields()
        async with self.unit_of_work.transaction():
            entity = await self.lookups.require(lookup_id, lock=True)
            precondition.verify(entity.updated_at)
            if changed_fields:
                before = self._members(entity)
                apply_lookup(entity, changed_fields)
                await self.lookups.save(entity)
                after = self._members(entity)
                await record_change(self.audit, self._action("updated"), self.kind, entity.id, before, after)
        return entity

    async def delete(self, lookup_id: UUID, precondition: Precondition) -> None:
        """Raises the not-found error, PreconditionFailedError, and InUseError if a title refers to it."""
        async with self.unit_of_work.transaction():
            entity = await self.lookups.require(lookup_id, lock=True)
            precondition.verify(entity.updated_at)
            await self.lookups.delete(lookup_id)
            await self.audit.record(self._action("deleted"), self.kind, lookup_id, before=self._members(entity))

    def _action(self, event: str) -> AuditAction:
        return AuditAction(f"{self.kind}_{event}")

    def _members(self, entity: LookupT) -> dict[str, Any]:
        return members_of(self.output.of(entity))


class GenreLogic(LookupLogic[GenreEntity, CreateGenreInput, UpdateGenreInput]):
    """Genres; a missing one raises GenreNotFoundError."""

    entity = GenreEntity
    output = GenreOutput
    kind = AuditedEntity.GENRE


class PlatformLogic(LookupLogic[PlatformEntity, CreatePlatformInput, UpdatePlatformInput]):
    """Streaming platforms; a missing one raises PlatformNotFoundError."""

    entity = PlatformEntity
    output = PlatformOutput
    kind = AuditedEntity.PLATFORM
