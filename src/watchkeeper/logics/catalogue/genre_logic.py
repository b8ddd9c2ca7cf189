from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.lookups import apply_lookup, new_lookup
from watchkeeper.logics.operations.auditing import members_of, record_change
from watchkeeper.models.dtos.genre_dtos import CreateGenreInput, GenreOutput, UpdateGenreInput
from watchkeeper.models.entities.genre_entity import GenreEntity
from watchkeeper.models.types.audit_action import AuditAction
from watchkeeper.models.types.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import LookupSort
from watchkeeper.repositories.catalogue.genre_repository import GenreRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail


class GenreLogic:
    """Genres: everyone can read them, admins manage them. Changes are audited."""

    def __init__(self, *, unit_of_work: UnitOfWork, genres: GenreRepository, audit: AuditTrail) -> None:
        self._unit_of_work = unit_of_work
        self._genres = genres
        self._audit = audit

    async def search_genres(self, sort: LookupSort, request: PageRequest) -> Page[GenreEntity]:
        return await self._genres.search(sort, request)

    async def get_genre(self, genre_id: UUID) -> GenreEntity:
        """Raises GenreNotFoundError."""
        return await self._genres.require(genre_id)

    async def create_genre(self, genre: CreateGenreInput) -> GenreEntity:
        """Raises NameTakenError."""
        entity = new_lookup(GenreEntity, genre.model_dump())
        async with self._unit_of_work.transaction():
            await self._genres.add(entity)
            await self._audit.record(AuditAction.GENRE_CREATED, AuditedEntity.GENRE, entity.id, after=_members(entity))
        return entity

    async def update_genre(self, genre_id: UUID, change: UpdateGenreInput, precondition: Precondition) -> GenreEntity:
        """Raises GenreNotFoundError, PreconditionFailedError, NameTakenError."""
        changed_fields = change.changed_fields()
        async with self._unit_of_work.transaction():
            entity = await self._genres.require(genre_id, lock=True)
            precondition.verify(entity.updated_at)
            if changed_fields:
                before = _members(entity)
                apply_lookup(entity, changed_fields)
                await self._genres.save(entity)
                await self._record_update(entity, before)
        return entity

    async def delete_genre(self, genre_id: UUID, precondition: Precondition) -> None:
        """Raises GenreNotFoundError, PreconditionFailedError, and InUseError if a title has the genre."""
        async with self._unit_of_work.transaction():
            entity = await self._genres.require(genre_id, lock=True)
            precondition.verify(entity.updated_at)
            await self._genres.delete(genre_id)
            await self._audit.record(AuditAction.GENRE_DELETED, AuditedEntity.GENRE, genre_id, before=_members(entity))

    async def _record_update(self, entity: GenreEntity, before: dict[str, Any]) -> None:
        action, kind = AuditAction.GENRE_UPDATED, AuditedEntity.GENRE
        await record_change(self._audit, action, kind, entity.id, before, _members(entity))


def _members(entity: GenreEntity) -> dict[str, Any]:
    return members_of(GenreOutput.of(entity))
