from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.identity.account_auditing import auditable, record_account_changes
from watchkeeper.logics.identity.account_profile import apply_profile, new_account
from watchkeeper.logics.identity.application_token_auditing import revoke_all
from watchkeeper.logics.identity.last_admin import require_other_admin
from watchkeeper.logics.identity.new_username import (
    require_allowed_change,
    require_no_confusable,
    require_valid_username,
)
from watchkeeper.logics.identity.own_account import require_own
from watchkeeper.logics.identity.page_session_logic import PageSessionLogic
from watchkeeper.logics.identity.password_check import PasswordCheck
from watchkeeper.logics.identity.password_policy import PasswordPolicy
from watchkeeper.logics.identity.registration_policy import RegistrationPolicy
from watchkeeper.logics.identity.sign_in_guard import SignInGuard
from watchkeeper.models.dtos.identity.user_dtos import (
    ChangePasswordInput,
    DeleteAccountInput,
    RegisterInput,
    UpdateProfileInput,
)
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.errors.identity_errors import EmailTakenError, UsernameTakenError
from watchkeeper.models.types.identity.page_session import PageSession
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.repositories.identity.account_state_repository import AccountStateRepository
from watchkeeper.repositories.identity.application_token_repository import ApplicationTokenRepository
from watchkeeper.repositories.identity.password_hasher import PasswordHasher
from watchkeeper.repositories.identity.password_reset_repository import PasswordResetRepository
from watchkeeper.repositories.identity.session_repository import SessionRepository
from watchkeeper.repositories.identity.user_repository import UserRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail


@dataclass(kw_only=True, eq=False)
class AccountLogic:
    """Operations of users on their own account. Passwords are hashed before a transaction, never inside one."""

    unit_of_work: UnitOfWork
    users: UserRepository
    resets: PasswordResetRepository
    registration: RegistrationPolicy
    sessions: SessionRepository
    states: AccountStateRepository
    hasher: PasswordHasher
    policy: PasswordPolicy
    audit: AuditTrail
    guard: SignInGuard
    passwords: PasswordCheck
    application_tokens: ApplicationTokenRepository
    page_sessions: PageSessionLogic

    async def register(self, person: RegisterInput) -> UserEntity:
        """Raises RegistrationClosedError, InvitationInvalidError, InvalidInputError, WeakPasswordError,
        RateLimitedError, EmailTakenError, UsernameTakenError.
        """
        await self.registration.require_open(person.invitation)
        require_valid_username(person.username)
        self.policy.require_strong(person.password, own_names=(person.username, person.email))
        await self._require_free(person)
        account = new_account(person, await self.hasher.hash(person.password), role=Role.USER, is_active=True)
        async with self.unit_of_work.transaction():
            invitation_id = await self.registration.use(person.invitation)
            await self.users.add(account)
            after = {"invitation_id": str(invitation_id)} if invitation_id is not None else None
            await self._record(AuditAction.USER_REGISTERED, account.id, after)
        return account

    async def get_account(self, user_id: UUID) -> UserEntity:
        """Raises InvalidTokenError."""
        return await require_own(self.users, user_id)

    async def update_account(self, user_id: UUID, change: UpdateProfileInput, precondition: Precondition) -> UserEntity:
        """Raises PreconditionFailedError, InvalidInputError, EmailTakenError, UsernameTakenError."""
        async with self.unit_of_work.transaction():
            account = await require_own(self.users, user_id, lock=True)
            precondition.verify(account.updated_at)
            if change.model_fields_set:
                before = auditable(account)
                await require_allowed_change(self.users, account, change)
                apply_profile(account, change)
                await self.users.save(account)
                await self.states.forget(account.id)
                await record_account_changes(self.audit, before, account)
        return account

    async def change_password(self, caller: Principal, change: ChangePasswordInput) -> PageSession | None:
        """Change the password and end all other sessions. Application tokens stay, unless `revoke_tokens` is set.

        Returns the session of the caller with another text, if it is one of the page.
        Raises RateLimitedError, InvalidCredentialsError, WeakPasswordError.
        """
        known = await self.passwords.require(caller.user_id, change.current_password)
        own_names = (known.username, known.email)
        self.policy.require_strong(change.new_password, own_names=own_names, pointer="/body/new_password")
        password_hash = await self.hasher.hash(change.new_password)
        async with self.unit_of_work.transaction():
            account = await self.passwords.require_unchanged(known)
            account.password_hash = password_hash
            account.updated_at = now()
            await self.users.save(account)
            await self.resets.delete(account.id)
            await self.sessions.end_all(account.id, but=caller.session_id)
            renewed = await self.page_sessions.renew(caller)
            await self.states.forget(account.id)
            await self._record(AuditAction.PASSWORD_CHANGED, account.id)
            if change.revoke_tokens:
                await revoke_all(self.application_tokens, self.audit, account.id)
        return renewed

    async def delete_account(
        self, caller: Principal, confirmation: DeleteAccountInput, precondition: Precondition
    ) -> None:
        """Delete the account and all data of the user.

        Raises RateLimitedError, InvalidCredentialsError, PreconditionFailedError, and LastAdminError for the last
        active admin.
        """
        known = await self.passwords.require(caller.user_id, confirmation.password)
        async with self.unit_of_work.transaction():
            admins = await self.users.lock_active_admins()
            account = await self.passwords.require_unchanged(known)
            precondition.verify(account.updated_at)
            require_other_admin(admins, account.id)
            await self.users.delete(account.id)
            await self.states.forget(account.id)
            await self._record(AuditAction.ACCOUNT_DELETED, account.id)
            await self.audit.forget_person(account.id)

    async def _require_free(self, person: RegisterInput) -> None:
        """Raise EmailTakenError or UsernameTakenError before a password is hashed for nothing, or RateLimitedError."""
        for name, error in ((person.email, EmailTakenError), (person.username, UsernameTakenError)):
            if await self.users.find_by_login(name) is not None:
                await self.guard.count_taken(name)
                raise error
        await require_no_confusable(self.users, person.username)

    async def _record(self, action: AuditAction, user_id: UUID, after: Mapping[str, Any] | None = None) -> None:
        await self.audit.record(action, AuditedEntity.USER, user_id, actor_id=user_id, after=after)
