from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, func, select

from watchkeeper.models.dtos.title_dtos import ViewerOutput
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity
from watchkeeper.repositories.database.database import Database, Row
from watchkeeper.repositories.database.statement import Statement

_OF_TITLES = Statement(
    select(WatchEntryEntity.title_id, WatchEntryEntity.id, WatchEntryEntity.status).where(
        WatchEntryEntity.user_id == bindparam("user_id"),
        WatchEntryEntity.title_id == func.any(bindparam("title_ids", type_=ARRAY(Uuid))),
    )
)


class PostgresViewerAdapter:
    """A person's ties to titles in PostgreSQL: watch entries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find_viewers(self, user_id: UUID, title_ids: Sequence[UUID]) -> Mapping[UUID, ViewerOutput]:
        rows = await self._database.fetch(_OF_TITLES, user_id=user_id, title_ids=title_ids)
        return {row["title_id"]: _viewer(row) for row in rows}


def _viewer(row: Row) -> ViewerOutput:
    return ViewerOutput(watch_entry_id=row["id"], status=row["status"], rating=None, review_id=None)
