from uuid import UUID

from sqlalchemy import CTE, Uuid, bindparam, select

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.identity.user_entity import UserEntity

# NO KEY UPDATE: rows whose foreign keys share a lock of the account don't wait.
_LOCKED = (
    select(UserEntity.id).where(UserEntity.id == bindparam("user_id", type_=Uuid())).with_for_update(key_share=True)
)
_LOCK = Statement(_LOCKED)


def locked_account() -> CTE:
    """Lock the account `user_id`, as the first part of a statement."""
    return _LOCKED.cte("person")


class PostgresAccountLockAdapter(DatabaseAdapter):
    """Row locks of accounts in PostgreSQL."""

    async def lock(self, user_id: UUID) -> None:
        if await self._database.fetch_value(_LOCK, user_id=user_id) is None:
            raise InvalidTokenError
