from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.identity.own_account import require_own
from watchkeeper.logics.identity.sign_in_guard import SignInGuard
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.errors.identity_errors import InvalidCredentialsError
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.repositories.identity.password_hasher import PasswordHasher
from watchkeeper.repositories.identity.user_repository import UserRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail


@dataclass(kw_only=True, eq=False)
class PasswordCheck:
    """Asks a signed-in person for the password again. A wrong one counts like a wrong one at a sign-in."""

    unit_of_work: UnitOfWork
    users: UserRepository
    hasher: PasswordHasher
    audit: AuditTrail
    guard: SignInGuard

    async def require(self, user_id: UUID, password: str) -> UserEntity:
        """Return the account. Raises RateLimitedError, InvalidCredentialsError."""
        async with self.guard.password_attempt(user_id):
            account = await require_own(self.users, user_id)
            if not await self.hasher.verify(password, account.password_hash):
                await self._record_rejected(user_id)
                raise InvalidCredentialsError("The password is wrong.")
        return account

    async def require_unchanged(self, known: UserEntity) -> UserEntity:
        """Return the account, locked. Raises InvalidCredentialsError if its password changed since the check."""
        account = await require_own(self.users, known.id, lock=True)
        if account.password_hash != known.password_hash:
            raise InvalidCredentialsError("The password has just been changed.")
        return account

    async def _record_rejected(self, user_id: UUID) -> None:
        async with self.unit_of_work.transaction():
            if await self.users.lock(user_id):  # the audit trail must not name a deleted account
                await self.audit.record(AuditAction.PASSWORD_REJECTED, AuditedEntity.USER, user_id, actor_id=user_id)
