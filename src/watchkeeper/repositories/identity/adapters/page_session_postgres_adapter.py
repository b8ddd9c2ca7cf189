from datetime import timedelta
from uuid import UUID

from sqlalchemy import DateTime, Interval, LargeBinary, Uuid, bindparam, case, delete, func, update

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.identity.session_entity import SessionEntity
from watchkeeper.models.types.identity.secret_claims import SecretClaims
from watchkeeper.repositories.identity.application_token_repository import TokenUse
from watchkeeper.repositories.identity.page_session_repository import PageSessionRow

_SESSION = (
    SessionEntity.user_id == bindparam("user_id", type_=Uuid()),
    SessionEntity.id == bindparam("session_id", type_=Uuid()),
    SessionEntity.is_remembered.is_not(None),
)
_HASH = bindparam("secret_hash", type_=LargeBinary())
_AT = bindparam("at", type_=DateTime(timezone=True))
_PROLONGED = func.least(
    _AT + bindparam("idle", type_=Interval()), SessionEntity.created_at + bindparam("remembered", type_=Interval())
)

_REPLACE_SECRET = Statement(
    update(SessionEntity)
    .where(*_SESSION)
    .values(token_hash=_HASH)
    .returning(SessionEntity.created_at, SessionEntity.is_remembered)
)
_END_BY_SECRET = Statement(delete(SessionEntity).where(*_SESSION, SessionEntity.token_hash == _HASH))
_RECORD_USE = Statement(
    update(SessionEntity)
    .where(*_SESSION, SessionEntity.rotated_at < _AT - bindparam("pause", type_=Interval()))
    .values(
        rotated_at=_AT,
        updated_at=_AT,
        expires_at=case((SessionEntity.is_remembered.is_(True), _PROLONGED), else_=SessionEntity.expires_at),
    )
)


class PostgresPageSessionAdapter(DatabaseAdapter):
    """Sessions of the page in PostgreSQL."""

    async def replace_secret(self, user_id: UUID, session_id: UUID, secret_hash: bytes) -> PageSessionRow | None:
        row = await self._database.fetch_one(
            _REPLACE_SECRET, user_id=user_id, session_id=session_id, secret_hash=secret_hash
        )
        return None if row is None else PageSessionRow(row["created_at"], row["is_remembered"])

    async def end_by_secret(self, claims: SecretClaims) -> bool:
        return bool(
            await self._database.execute(
                _END_BY_SECRET, user_id=claims.user_id, session_id=claims.id, secret_hash=claims.secret_hash
            )
        )

    async def record_use(self, use: TokenUse, *, pause: timedelta, idle: timedelta, remembered: timedelta) -> None:
        await self._database.execute(
            _RECORD_USE,
            user_id=use.user_id,
            session_id=use.id,
            at=use.at,
            pause=pause,
            idle=idle,
            remembered=remembered,
        )
