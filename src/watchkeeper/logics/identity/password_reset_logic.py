from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.identity.application_token_auditing import revoke_all
from watchkeeper.logics.identity.password_policy import PasswordPolicy
from watchkeeper.logics.identity.secret_codes import hash_of, new_code
from watchkeeper.models.dtos.identity.password_reset_dtos import ResetPasswordInput
from watchkeeper.models.entities.identity.password_reset_entity import PasswordResetEntity
from watchkeeper.models.errors.identity_errors import InvalidResetTokenError, UserNotFoundError
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.repositories.identity.account_state_repository import AccountStateRepository
from watchkeeper.repositories.identity.application_token_repository import ApplicationTokenRepository
from watchkeeper.repositories.identity.password_hasher import PasswordHasher
from watchkeeper.repositories.identity.password_reset_repository import PasswordResetRepository
from watchkeeper.repositories.identity.session_repository import SessionRepository
from watchkeeper.repositories.identity.user_repository import UserRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail

_ID_LENGTH: Final = 32
_LIFETIME: Final = timedelta(hours=24)


@dataclass(kw_only=True, eq=False)
class PasswordResetLogic:
    """Reset links: how a person who forgot the password gets back in where no mail is sent.

    An admin hands the link over. It is good for one use within 24 hours; a newer one replaces it, and so does any
    change of the password.
    """

    unit_of_work: UnitOfWork
    users: UserRepository
    sessions: SessionRepository
    states: AccountStateRepository
    resets: PasswordResetRepository
    application_tokens: ApplicationTokenRepository
    hasher: PasswordHasher
    policy: PasswordPolicy
    audit: AuditTrail

    async def create_token(self, user_id: UUID) -> tuple[str, datetime]:
        """Return the token of a new reset link, which is not stored, and when it expires. Raises UserNotFoundError."""
        token, at = f"{user_id.hex}{new_code()}", now()
        async with self.unit_of_work.transaction():
            await self.users.require(user_id, lock=True)
            reset = PasswordResetEntity(
                user_id=user_id, token_hash=hash_of(token), expires_at=at + _LIFETIME, created_at=at
            )
            await self.resets.put(reset)
            await self.audit.record(AuditAction.RESET_LINK_CREATED, AuditedEntity.USER, user_id)
        return token, reset.expires_at

    async def create_token_by_name(self, name: str) -> tuple[str, datetime]:
        """As `create_token`, for the account with a user name or e-mail address."""
        account = await self.users.find_by_login(name)
        if account is None:
            raise UserNotFoundError(f"No account has the user name or e-mail address {name}.")
        return await self.create_token(account.id)

    async def reset_password(self, reset: ResetPasswordInput) -> None:
        """Set the password of the account whose link it is, and end all its sessions; application tokens stay, unless
        `revoke_tokens` is set.

        Raises InvalidResetTokenError, WeakPasswordError.
        """
        token_hash, user_id = hash_of(reset.token), _user_of(reset.token)
        if user_id is None or not await self.resets.has(user_id, token_hash, now()):
            raise InvalidResetTokenError
        known = await self.users.require(user_id)
        own_names = (known.username, known.email)
        self.policy.require_strong(reset.new_password, own_names=own_names, pointer="/body/new_password")
        password_hash = await self.hasher.hash(reset.new_password)
        async with self.unit_of_work.transaction():
            account = await self.users.require(user_id, lock=True)
            if not await self.resets.take(user_id, token_hash, now()):  # used, replaced or expired meanwhile
                raise InvalidResetTokenError
            account.password_hash = password_hash
            account.updated_at = now()
            await self.users.save(account)
            await self.sessions.end_all(user_id)
            await self.states.forget(user_id)
            await self.audit.record(AuditAction.PASSWORD_RESET, AuditedEntity.USER, user_id)
            if reset.revoke_tokens:
                await revoke_all(self.application_tokens, self.audit, user_id)


def _user_of(token: str) -> UUID | None:
    """Return the account that a token begins with; None for a text that is no token."""
    try:
        return UUID(token[:_ID_LENGTH])
    except ValueError:
        return None
