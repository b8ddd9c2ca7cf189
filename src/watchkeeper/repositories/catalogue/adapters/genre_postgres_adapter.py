from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from watchkeeper.models.entities.genre_entity import GenreEntity
from watchkeeper.models.errors.catalogue_errors import GenreNotFoundError, InUseError, NameTakenError
from watchkeeper.models.types.pagination import Page, PageRequest
from watchkeeper.models.types.sorts import NamedSort
from watchkeeper.repositories.catalogue.adapters.named_entering import enter_named
from watchkeeper.repositories.catalogue.adapters.named_search import search_named
from watchkeeper.repositories.database.base_adapter import PostgresAdapter


class PostgresGenreAdapter(PostgresAdapter[GenreEntity]):
    """Genres in PostgreSQL."""

    entity = GenreEntity
    missing = GenreNotFoundError
    refusals: ClassVar = {"uq_genres_name_key": NameTakenError, "fk_title_genres_genre_id_genres": InUseError}

    async def search(self, sort: NamedSort, request: PageRequest) -> Page[GenreEntity]:
        return await search_named(self._database, GenreEntity, sort, request)

    async def enter(self, entities: Sequence[GenreEntity]) -> list[UUID]:
        return await enter_named(self._database, GenreEntity, entities)
