from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from watchkeeper.models.entities.platform_entity import PlatformEntity
from watchkeeper.models.errors.catalogue_errors import InUseError, NameTakenError, PlatformNotFoundError
from watchkeeper.models.types.pagination import Page, PageRequest
from watchkeeper.models.types.sorts import NamedSort
from watchkeeper.repositories.catalogue.adapters.named_entering import enter_named
from watchkeeper.repositories.catalogue.adapters.named_search import search_named
from watchkeeper.repositories.database.base_adapter import PostgresAdapter


class PostgresPlatformAdapter(PostgresAdapter[PlatformEntity]):
    """Streaming platforms in PostgreSQL."""

    entity = PlatformEntity
    missing = PlatformNotFoundError
    refusals: ClassVar = {
        "uq_platforms_name_key": NameTakenError,
        "fk_title_platforms_platform_id_platforms": InUseError,
    }

    async def search(self, sort: NamedSort, request: PageRequest) -> Page[PlatformEntity]:
        return await search_named(self._database, PlatformEntity, sort, request)

    async def enter(self, entities: Sequence[PlatformEntity]) -> list[UUID]:
        return await enter_named(self._database, PlatformEntity, entities)
