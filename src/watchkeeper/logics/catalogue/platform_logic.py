from uuid import UUID

from watchkeeper.logics.catalogue.naming import apply_named, new_named
from watchkeeper.models.dtos.platform_dtos import CreatePlatformInput, UpdatePlatformInput
from watchkeeper.models.entities.platform_entity import PlatformEntity
from watchkeeper.models.types.pagination import Page, PageRequest
from watchkeeper.models.types.precondition import Precondition
from watchkeeper.models.types.sorts import NamedSort
from watchkeeper.repositories.catalogue.platform_repository import PlatformRepository
from watchkeeper.repositories.database.unit_of_work import UnitOfWork


class PlatformLogic:
    """Streaming platforms, kept by admins and read by everybody."""

    def __init__(self, *, unit_of_work: UnitOfWork, platforms: PlatformRepository) -> None:
        self._unit_of_work = unit_of_work
        self._platforms = platforms

    async def search_platforms(self, sort: NamedSort, request: PageRequest) -> Page[PlatformEntity]:
        return await self._platforms.search(sort, request)

    async def get_platform(self, platform_id: UUID) -> PlatformEntity:
        """Raises PlatformNotFoundError."""
        return await self._platforms.require(platform_id)

    async def create_platform(self, platform: CreatePlatformInput) -> PlatformEntity:
        """Raises NameTakenError."""
        entity = new_named(PlatformEntity, platform.model_dump())
        async with self._unit_of_work.transaction():
            await self._platforms.add(entity)
        return entity

    async def update_platform(
        self, platform_id: UUID, change: UpdatePlatformInput, precondition: Precondition
    ) -> PlatformEntity:
        """Raises PlatformNotFoundError, PreconditionFailedError, NameTakenError."""
        sent = change.sent()
        async with self._unit_of_work.transaction():
            entity = await self._platforms.require(platform_id, lock=True)
            precondition.verify(entity.updated_at)
            if sent:
                apply_named(entity, sent)
                await self._platforms.save(entity)
        return entity

    async def delete_platform(self, platform_id: UUID, precondition: Precondition) -> None:
        """Raises PlatformNotFoundError, PreconditionFailedError, and InUseError while a title has it."""
        async with self._unit_of_work.transaction():
            entity = await self._platforms.require(platform_id, lock=True)
            precondition.verify(entity.updated_at)
            await self._platforms.delete(platform_id)
