from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.lookups import apply_lookup, new_lookup
from watchkeeper.logics.operations.auditing import members_of, record_change
from watchkeeper.models.dtos.platform_dtos import CreatePlatformInput, PlatformOutput, UpdatePlatformInput
from watchkeeper.models.entities.platform_entity import PlatformEntity
from watchkeeper.models.types.audit_action import AuditAction
from watchkeeper.models.types.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import LookupSort
from watchkeeper.repositories.catalogue.platform_repository import PlatformRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail


class PlatformLogic:
    """Streaming platforms: everyone can read them, admins manage them. Changes are audited."""

    def __init__(self, *, unit_of_work: UnitOfWork, platforms: PlatformRepository, audit: AuditTrail) -> None:
        self._unit_of_work = unit_of_work
        self._platforms = platforms
        self._audit = audit

    async def search_platforms(self, sort: LookupSort, request: PageRequest) -> Page[PlatformEntity]:
        return await self._platforms.search(sort, request)

    async def get_platform(self, platform_id: UUID) -> PlatformEntity:
        """Raises PlatformNotFoundError."""
        return await self._platforms.require(platform_id)

    async def create_platform(self, platform: CreatePlatformInput) -> PlatformEntity:
        """Raises NameTakenError."""
        entity = new_lookup(PlatformEntity, platform.model_dump())
        async with self._unit_of_work.transaction():
            await self._platforms.add(entity)
            await self._audit.record(
                AuditAction.PLATFORM_CREATED, AuditedEntity.PLATFORM, entity.id, after=_members(entity)
            )
        return entity

    async def update_platform(
        self, platform_id: UUID, change: UpdatePlatformInput, precondition: Precondition
    ) -> PlatformEntity:
        """Raises PlatformNotFoundError, PreconditionFailedError, NameTakenError."""
        changed_fields = change.changed_fields()
        async with self._unit_of_work.transaction():
            entity = await self._platforms.require(platform_id, lock=True)
            precondition.verify(entity.updated_at)
            if changed_fields:
                before = _members(entity)
                apply_lookup(entity, changed_fields)
                await self._platforms.save(entity)
                await self._record_update(entity, before)
        return entity

    async def delete_platform(self, platform_id: UUID, precondition: Precondition) -> None:
        """Raises PlatformNotFoundError, PreconditionFailedError, and InUseError if a title has the platform."""
        async with self._unit_of_work.transaction():
            entity = await self._platforms.require(platform_id, lock=True)
            precondition.verify(entity.updated_at)
            await self._platforms.delete(platform_id)
            await self._audit.record(
                AuditAction.PLATFORM_DELETED, AuditedEntity.PLATFORM, platform_id, before=_members(entity)
            )

    async def _record_update(self, entity: PlatformEntity, before: dict[str, Any]) -> None:
        action, kind = AuditAction.PLATFORM_UPDATED, AuditedEntity.PLATFORM
        await record_change(self._audit, action, kind, entity.id, before, _members(entity))


def _members(entity: PlatformEntity) -> dict[str, Any]:
    return members_of(PlatformOutput.of(entity))
