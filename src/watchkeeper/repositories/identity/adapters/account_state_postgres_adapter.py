from uuid import UUID

from sqlalchemy import LargeBinary, Uuid, bindparam, exists, select

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.identity.application_token_entity import ApplicationTokenEntity
from watchkeeper.models.entities.identity.session_entity import SessionEntity
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.identity.secret_claims import SecretClaims
from watchkeeper.repositories.identity.account_state_repository import AccountState

_ACCOUNT = (
    UserEntity.role,
    UserEntity.time_zone,
    exists().where(TitleEntity.owner_id == UserEntity.id).label("has_personal_titles"),
)
_STATE = Statement(
    select(*_ACCOUNT)
    .join(SessionEntity, SessionEntity.user_id == UserEntity.id)
    .where(
        UserEntity.id == bindparam("user_id", type_=Uuid()),
        UserEntity.is_active,
        SessionEntity.id == bindparam("session_id", type_=Uuid()),
    )
)
_TOKEN_STATE = Statement(
    select(*_ACCOUNT, ApplicationTokenEntity.scopes, ApplicationTokenEntity.expires_at)
    .join(ApplicationTokenEntity, ApplicationTokenEntity.user_id == UserEntity.id)
    .where(
        UserEntity.id == bindparam("user_id", type_=Uuid()),
        UserEntity.is_active,
        ApplicationTokenEntity.id == bindparam("token_id", type_=Uuid()),
        ApplicationTokenEntity.secret_hash == bindparam("secret_hash", type_=LargeBinary()),
    )
)

_PAGE_STATE = Statement(
    select(*_ACCOUNT, SessionEntity.expires_at)
    .join(SessionEntity, SessionEntity.user_id == UserEntity.id)
    .where(
        UserEntity.id == bindparam("user_id", type_=Uuid()),
        UserEntity.is_active,
        SessionEntity.id == bindparam("session_id", type_=Uuid()),
        SessionEntity.is_remembered.is_not(None),
        SessionEntity.token_hash == bindparam("secret_hash", type_=LargeBinary()),
    )
)


class PostgresAccountStateAdapter(DatabaseAdapter):
    """Account states in PostgreSQL, without a cache."""

    async def find_state(self, user_id: UUID, session_id: UUID) -> AccountState | None:
        row = await self._database.fetch_one(_STATE, user_id=user_id, session_id=session_id)
        return None if row is None else AccountState(Role(row["role"]), row["has_personal_titles"], row["time_zone"])

    async def find_token_state(self, claims: SecretClaims) -> AccountState | None:
        row = await self._database.fetch_one(
            _TOKEN_STATE, user_id=claims.user_id, token_id=claims.id, secret_hash=claims.secret_hash
        )
        if row is None:
            return None
        return AccountState(
            Role(row["role"]), row["has_personal_titles"], row["time_zone"], frozenset(row["scopes"]), row["expires_at"]
        )

    async def find_page_state(self, claims: SecretClaims) -> AccountState | None:
        row = await self._database.fetch_one(
            _PAGE_STATE, user_id=claims.user_id, session_id=claims.id, secret_hash=claims.secret_hash
        )
        if row is None:
            return None
        return AccountState(
            Role(row["role"]), row["has_personal_titles"], row["time_zone"], expires_at=row["expires_at"]
        )

    async def forget(self, user_id: UUID) -> None:
        """Do nothing: there is no cache."""
