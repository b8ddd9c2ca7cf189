from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Integer, Uuid, and_, bindparam, case, func, literal_column, select, update

from watchkeeper.foundation.postgres.database import DatabaseAdapter, Row
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.title_entity import PersonalTitleIdEntity, TitleEntity, TitleExternalIdEntity
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.metadata import SOURCES, DueTitle, ExternalTitle, MetadataState

_TIMESTAMP = DateTime(timezone=True)

_due = (
    select(TitleEntity.id, TitleEntity.metadata_due_at)
    .where(TitleEntity.metadata_due_at <= bindparam("at", type_=_TIMESTAMP))
    .order_by(TitleEntity.metadata_due_at, TitleEntity.id)
    .limit(bindparam("most", type_=Integer()))
    .with_for_update(skip_locked=True)
    .cte("due")
)
_claimed = (
    update(TitleEntity)
    .where(TitleEntity.id == _due.c.id)
    .values(metadata_due_at=bindparam("until", type_=_TIMESTAMP))
    .returning(TitleEntity.id, TitleEntity.media_type, _due.c.metadata_due_at)
    .cte("claimed")
)
_source = case({kind.value: source.value for kind, source in SOURCES.items()}, value=_claimed.c.media_type)
# A title has its ids in one of the two tables: public ones in the first, personal ones in the second.
_public, _own = TitleExternalIdEntity, PersonalTitleIdEntity
_CLAIM = Statement(
    select(
        _claimed.c.id,
        _claimed.c.media_type,
        func.coalesce(_public.source, _own.source).label("source"),
        func.coalesce(_public.external_id, _own.external_id).label("external_id"),
    )
    .select_from(_claimed)
    .outerjoin(_public, and_(_public.title_id == _claimed.c.id, _public.source == _source, ~_public.is_alias))
    .outerjoin(_own, and_(_own.title_id == _claimed.c.id, _own.source == _source))
    .order_by(_claimed.c.metadata_due_at, _claimed.c.id)
)
_POSTPONE = Statement(
    update(TitleEntity)
    .where(TitleEntity.id == bindparam("title_id", type_=Uuid()))
    .values(metadata_due_at=bindparam("due_at", type_=_TIMESTAMP))
)
_MAKE_DUE = Statement(
    update(TitleEntity)
    .where(
        TitleEntity.metadata_state == literal_column(f"'{MetadataState.PENDING}'"),
        TitleEntity.metadata_due_at > bindparam("at", type_=_TIMESTAMP),
    )
    .values(metadata_due_at=bindparam("at", type_=_TIMESTAMP))
)


class PostgresDueTitleAdapter(DatabaseAdapter):
    """Due titles in PostgreSQL. Claiming is one statement: a crashed process leaves no lock."""

    async def claim(self, most: int, at: datetime, *, until: datetime) -> Sequence[DueTitle]:
        rows = await self._database.fetch(_CLAIM, most=most, at=at, until=until)
        return [_due_title(row) for row in rows]

    async def postpone(self, title_id: UUID, due_at: datetime | None) -> None:
        await self._database.execute(_POSTPONE, title_id=title_id, due_at=due_at)

    async def make_pending_due(self, at: datetime) -> None:
        await self._database.execute(_MAKE_DUE, at=at)


def _due_title(row: Row) -> DueTitle:
    if row["source"] is None:
        return DueTitle(row["id"], None)
    return DueTitle(row["id"], ExternalTitle(row["source"], MediaType(row["media_type"]), row["external_id"]))
