from uuid import UUID

from watchkeeper.logics.catalogue.naming import apply_named, new_named
from watchkeeper.models.dtos.genre_dtos import CreateGenreInput, UpdateGenreInput
from watchkeeper.models.entities.genre_entity import GenreEntity
from watchkeeper.models.types.pagination import Page, PageRequest
from watchkeeper.models.types.precondition import Precondition
from watchkeeper.models.types.sorts import NamedSort
from watchkeeper.repositories.catalogue.genre_repository import GenreRepository
from watchkeeper.repositories.database.unit_of_work import UnitOfWork


class GenreLogic:
    """Genres, kept by admins and read by everybody."""

    def __init__(self, *, unit_of_work: UnitOfWork, genres: GenreRepository) -> None:
        self._unit_of_work = unit_of_work
        self._genres = genres

    async def search_genres(self, sort: NamedSort, request: PageRequest) -> Page[GenreEntity]:
        return await self._genres.search(sort, request)

    async def get_genre(self, genre_id: UUID) -> GenreEntity:
        """Raises GenreNotFoundError."""
        return await self._genres.require(genre_id)

    async def create_genre(self, genre: CreateGenreInput) -> GenreEntity:
        """Raises NameTakenError."""
        entity = new_named(GenreEntity, genre.model_dump())
        async with self._unit_of_work.transaction():
            await self._genres.add(entity)
        return entity

    async def update_genre(self, genre_id: UUID, change: UpdateGenreInput, precondition: Precondition) -> GenreEntity:
        """Raises GenreNotFoundError, PreconditionFailedError, NameTakenError."""
        sent = change.sent()
        async with self._unit_of_work.transaction():
            entity = await self._genres.require(genre_id, lock=True)
            precondition.verify(entity.updated_at)
            if sent:
                apply_named(entity, sent)
                await self._genres.save(entity)
        return entity

    async def delete_genre(self, genre_id: UUID, precondition: Precondition) -> None:
        """Raises GenreNotFoundError, PreconditionFailedError, and InUseError while a title has it."""
        async with self._unit_of_work.transaction():
            entity = await self._genres.require(genre_id, lock=True)
            precondition.verify(entity.updated_at)
            await self._genres.delete(genre_id)
