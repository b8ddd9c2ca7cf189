from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, func, literal_column, select, tuple_

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity
from watchkeeper.models.entities.catalogue.title_entity import TitleExternalIdEntity
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.metadata import ExternalTitle


def _locked(entity: type[GenreEntity | PlatformEntity]) -> Statement:
    ids = bindparam("ids", type_=ARRAY(Uuid()))
    return Statement(select(entity.id).where(entity.id == func.any(ids)).order_by(entity.id).with_for_update(read=True))


_SENT = func.unnest(*(bindparam(name, type_=ARRAY(Text())) for name in ("sources", "media_types", "external_ids")))
_KEY = (TitleExternalIdEntity.source, TitleExternalIdEntity.media_type, TitleExternalIdEntity.external_id)
_GENRES, _PLATFORMS = _locked(GenreEntity), _locked(PlatformEntity)
_TITLES = Statement(
    select(*_KEY, TitleExternalIdEntity.title_id).where(
        tuple_(*_KEY).in_(select(literal_column("*")).select_from(_SENT))
    )
)


class PostgresTitleBulkAdapter(DatabaseAdapter):
    """Finds what many new titles refer to or conflict with, in PostgreSQL."""

    async def find_genres(self, ids: Collection[UUID]) -> frozenset[UUID]:
        return await self._found(_GENRES, ids)

    async def find_platforms(self, ids: Collection[UUID]) -> frozenset[UUID]:
        return await self._found(_PLATFORMS, ids)

    async def find_titles(self, external: Collection[ExternalTitle]) -> Mapping[ExternalTitle, UUID]:
        if not external:
            return {}
        rows = await self._database.fetch(
            _TITLES,
            sources=[one.source for one in external],
            media_types=[one.media_type.value for one in external],
            external_ids=[one.external_id for one in external],
        )
        return {
            ExternalTitle(row["source"], MediaType(row["media_type"]), row["external_id"]): row["title_id"]
            for row in rows
        }

    async def _found(self, statement: Statement, ids: Collection[UUID]) -> frozenset[UUID]:
        rows = await self._database.fetch(statement, ids=list(ids)) if ids else []
        return frozenset(row["id"] for row in rows)
