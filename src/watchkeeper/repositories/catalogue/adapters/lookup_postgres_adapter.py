from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.table_adapter import TableAdapter
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity
from watchkeeper.models.entities.catalogue.title_entity import TitleGenreEntity, TitlePlatformEntity
from watchkeeper.models.errors.catalogue_errors import GenreNotFoundError, PlatformNotFoundError
from watchkeeper.models.types.sorts import LookupSort
from watchkeeper.repositories.catalogue.adapters.lookup_conflicts import lookup_conflicts
from watchkeeper.repositories.catalogue.adapters.lookup_get_or_create import add_missing, get_or_create
from watchkeeper.repositories.catalogue.adapters.lookup_search import lookup_list, lookup_values

LookupT = TypeVar("LookupT", GenreEntity, PlatformEntity)


class _LookupQueries(Generic[LookupT]):
    """The queries that genres and platforms share."""

    entity: ClassVar[type[Any]]
    pages: ClassVar[PagedQuery[Any]]
    _database: Database

    async def search(self, query: str | None, sort: LookupSort, request: PageRequest) -> Page[LookupT]:
        return await self.pages.fetch(self._database, request, sort, query is not None, **lookup_values(query))

    async def get_or_create(self, entities: Sequence[LookupT]) -> list[UUID]:
        return await get_or_create(self._database, self.entity, entities)

    async def add_missing(self, entities: Sequence[LookupT]) -> Mapping[str, UUID]:
        return await add_missing(self._database, self.entity, entities)


class PostgresGenreAdapter(_LookupQueries[GenreEntity], TableAdapter[GenreEntity]):
    """Genres in PostgreSQL."""

    entity = GenreEntity
    pages = lookup_list(GenreEntity)
    missing = GenreNotFoundError
    constraint_errors: ClassVar = lookup_conflicts(GenreEntity, TitleGenreEntity, TitleGenreEntity.genre_id)


class PostgresPlatformAdapter(_LookupQueries[PlatformEntity], TableAdapter[PlatformEntity]):
    """Streaming platforms in PostgreSQL."""

    entity = PlatformEntity
    pages = lookup_list(PlatformEntity)
    missing = PlatformNotFoundError
    constraint_errors: ClassVar = lookup_conflicts(PlatformEntity, TitlePlatformEntity, TitlePlatformEntity.platform_id)
