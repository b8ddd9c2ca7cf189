from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, and_, bindparam, func, select

from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.title_entity import TitleEntity, TitleExternalIdEntity
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.discovery import KnownTitle
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.metadata import SOURCES
from watchkeeper.models.types.watch_status import WatchStatus

_FIND = Statement(
    select(TitleExternalIdEntity.external_id, TitleExternalIdEntity.title_id, WatchEntryEntity.status)
    .join(TitleEntity, TitleEntity.id == TitleExternalIdEntity.title_id)
    .outerjoin(
        WatchEntryEntity,
        and_(
            WatchEntryEntity.user_id == bindparam("user_id", type_=Uuid()),
            WatchEntryEntity.title_id == TitleExternalIdEntity.title_id,
        ),
    )
    .where(
        TitleExternalIdEntity.source == bindparam("source", type_=Text()),
        TitleExternalIdEntity.media_type == bindparam("media_type", type_=Text()),
        TitleExternalIdEntity.external_id == func.any(bindparam("external_ids", type_=ARRAY(Text()))),
        TitleEntity.is_active,
    )
)


class PostgresKnownTitleAdapter:
    """Titles of the catalogue by their ids at a provider, with the watch status of one person, in one statement."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find_known(
        self, user_id: UUID, media_type: MediaType, provider_ids: Collection[int]
    ) -> Mapping[int, KnownTitle]:
        rows = await self._database.fetch(
            _FIND,
            user_id=user_id,
            source=SOURCES[media_type].value,
            media_type=media_type.value,
            external_ids=[str(provider_id) for provider_id in provider_ids],
        )
        return {
            int(row["external_id"]): KnownTitle(row["title_id"], WatchStatus(row["status"]) if row["status"] else None)
            for row in rows
        }
