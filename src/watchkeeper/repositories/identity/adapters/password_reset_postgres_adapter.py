from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, Uuid, bindparam, delete, exists, select
from sqlalchemy.dialects.postgresql import insert

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.models.entities.identity.password_reset_entity import PasswordResetEntity

_COLUMNS = PasswordResetEntity.__table__.columns
_USER = PasswordResetEntity.user_id == bindparam("user_id", type_=Uuid())
_LIVE = (
    _USER,
    PasswordResetEntity.token_hash == bindparam("token_hash", type_=LargeBinary()),
    PasswordResetEntity.expires_at > bindparam("at", type_=DateTime(timezone=True)),
)
_NEW = parameters_of(_COLUMNS)
_PUT = Statement(
    insert(PasswordResetEntity)
    .values(_NEW)
    .on_conflict_do_update(
        index_elements=[PasswordResetEntity.user_id],
        set_={name: new for name, new in _NEW.items() if name != "user_id"},
    )
)
_HAS = Statement(select(exists().where(*_LIVE)))
_TAKE = Statement(delete(PasswordResetEntity).where(*_LIVE))
_DELETE = Statement(delete(PasswordResetEntity).where(_USER))


class PostgresPasswordResetAdapter(DatabaseAdapter):
    """Reset links in PostgreSQL."""

    async def put(self, entity: PasswordResetEntity) -> None:
        await self._database.execute(_PUT, **entity.values())

    async def has(self, user_id: UUID, token_hash: bytes, at: datetime) -> bool:
        return bool(await self._database.fetch_value(_HAS, user_id=user_id, token_hash=token_hash, at=at))

    async def take(self, user_id: UUID, token_hash: bytes, at: datetime) -> bool:
        return bool(await self._database.execute(_TAKE, user_id=user_id, token_hash=token_hash, at=at))

    async def delete(self, user_id: UUID) -> None:
        await self._database.execute(_DELETE, user_id=user_id)
