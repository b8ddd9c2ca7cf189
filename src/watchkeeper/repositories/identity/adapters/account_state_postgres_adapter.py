from uuid import UUID

from sqlalchemy import Uuid, bindparam, select

from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.session_entity import SessionEntity
from watchkeeper.models.entities.user_entity import UserEntity
from watchkeeper.models.types.role import Role
from watchkeeper.repositories.identity.account_state_repository import AccountState

_STATE = Statement(
    select(UserEntity.role)
    .join(SessionEntity, SessionEntity.user_id == UserEntity.id)
    .where(
        UserEntity.id == bindparam("user_id", type_=Uuid()),
        UserEntity.is_active,
        SessionEntity.id == bindparam("session_id", type_=Uuid()),
    )
)


class PostgresAccountStateAdapter:
    """Account states in PostgreSQL, without a cache."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find_state(self, user_id: UUID, session_id: UUID) -> AccountState | None:
        role = await self._database.fetch_value(_STATE, user_id=user_id, session_id=session_id)
        return AccountState(Role(role)) if role is not None else None

    async def forget(self, user_id: UUID) -> None:
        """Do nothing: there is no cache."""
