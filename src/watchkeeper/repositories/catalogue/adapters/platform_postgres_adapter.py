from collections.abc import Mapping, Sequence
from typing import ClassVar
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.table_adapter import TableAdapter
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity
from watchkeeper.models.entities.catalogue.title_entity import TitlePlatformEntity
from watchkeeper.models.errors.catalogue_errors import PlatformNotFoundError
from watchkeeper.models.types.sorts import LookupSort
from watchkeeper.repositories.catalogue.adapters.lookup_conflicts import lookup_conflicts
from watchkeeper.repositories.catalogue.adapters.lookup_get_or_create import add_missing, get_or_create
from watchkeeper.repositories.catalogue.adapters.lookup_search import lookup_list, lookup_values

_LIST = lookup_list(PlatformEntity)


class PostgresPlatformAdapter(TableAdapter[PlatformEntity]):
    """Streaming platforms in PostgreSQL."""

    entity = PlatformEntity
    missing = PlatformNotFoundError
    constraint_errors: ClassVar = lookup_conflicts(PlatformEntity, TitlePlatformEntity, TitlePlatformEntity.platform_id)

    async def search(self, query: str | None, sort: LookupSort, request: PageRequest) -> Page[PlatformEntity]:
        return await _LIST.fetch(self._database, request, sort, query is not None, **lookup_values(query))

    async def get_or_create(self, entities: Sequence[PlatformEntity]) -> list[UUID]:
        return await get_or_create(self._database, PlatformEntity, entities)

    async def add_missing(self, entities: Sequence[PlatformEntity]) -> Mapping[str, UUID]:
        return await add_missing(self._database, PlatformEntity, entities)
