from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import DateTime, Interval, bindparam, delete, or_, update

from watchkeeper.foundation.postgres.owned_table_adapter import OwnedTableAdapter, own_row, own_rows
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.identity.application_token_entity import ApplicationTokenEntity
from watchkeeper.models.errors.identity_errors import ApplicationTokenNotFoundError
from watchkeeper.models.types.sorts import ApplicationTokenSort
from watchkeeper.repositories.identity.application_token_repository import TokenUse

_TOKENS = ApplicationTokenEntity.__table__
_OWN = own_rows(ApplicationTokenEntity)
_AT = bindparam("at", type_=DateTime(timezone=True))
_DELETE_ALL = Statement(delete(ApplicationTokenEntity).where(_OWN).returning(_TOKENS.c.id))
_DELETE_EXPIRED = Statement(delete(ApplicationTokenEntity).where(_OWN, _TOKENS.c.expires_at <= _AT))
_IS_STALE = or_(_TOKENS.c.last_used_at.is_(None), _TOKENS.c.last_used_at < _AT - bindparam("pause", type_=Interval()))
_RECORD_USE = Statement(
    update(ApplicationTokenEntity).where(*own_row(ApplicationTokenEntity), _IS_STALE).values(last_used_at=_AT)
)


class PostgresApplicationTokenAdapter(OwnedTableAdapter[ApplicationTokenEntity]):
    """Application tokens in PostgreSQL."""

    entity = ApplicationTokenEntity
    missing = ApplicationTokenNotFoundError
    changed = ("name",)
    sorts = ApplicationTokenSort

    async def delete_expired(self, user_id: UUID, at: datetime) -> None:
        await self._database.execute(_DELETE_EXPIRED, user_id=user_id, at=at)

    async def delete_all(self, user_id: UUID) -> list[UUID]:
        return [row["id"] for row in await self._database.fetch(_DELETE_ALL, user_id=user_id)]

    async def record_use(self, use: TokenUse, *, pause: timedelta) -> None:
        await self._database.execute(_RECORD_USE, user_id=use.user_id, id=use.id, at=use.at, pause=pause)
