from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import UNCONDITIONAL, Precondition
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
from watchkeeper.logics.identity.password_policy import PasswordPolicy
from watchkeeper.models.dtos.identity.user_dtos import CreateUserInput, UpdateUserInput
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.errors.identity_errors import EmailTakenError, UsernameTakenError, UserNotFoundError
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.identity.user_filter import UserFilter
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import UserSort
from watchkeeper.repositories.identity.account_state_repository import AccountStateRepository
from watchkeeper.repositories.identity.application_token_repository import ApplicationTokenRepository
from watchkeeper.repositories.identity.password_hasher import PasswordHasher
from watchkeeper.repositories.identity.password_reset_repository import PasswordResetRepository
from watchkeeper.repositories.identity.session_repository import SessionRepository
from watchkeeper.repositories.identity.user_repository import UserRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail


@dataclass(kw_only=True, eq=False)
class UserLogic:
    """Management of accounts by admins. At least one active admin always remains."""

    unit_of_work: UnitOfWork
    users: UserRepository
    resets: PasswordResetRepository
    application_tokens: ApplicationTokenRepository
    sessions: SessionRepository
    states: AccountStateRepository
    hasher: PasswordHasher
    policy: PasswordPolicy
    audit: AuditTrail

    async def search_users(self, filters: UserFilter, sort: UserSort, request: PageRequest) -> Page[UserEntity]:
        return await self.users.search(filters, sort, request)

    async def get_user(self, user_id: UUID) -> UserEntity:
        """Raises UserNotFoundError."""
        return await self.users.require(user_id)

    async def create_user(self, person: CreateUserInput) -> UserEntity:
        """Raises InvalidInputError, WeakPasswordError, EmailTakenError, UsernameTakenError."""
        require_valid_username(person.username)
        await require_no_confusable(self.users, person.username)
        self.policy.require_strong(person.password, own_names=(person.username, person.email))
        password_hash = await self.hasher.hash(person.password)
        account = new_account(person, password_hash, role=person.role, is_active=person.is_active)
        async with self.unit_of_work.transaction():
            await self.users.add(account)
            facts = {"role": account.role, "is_active": account.is_active}
            await self.audit.record(AuditAction.USER_CREATED, AuditedEntity.USER, account.id, after=facts)
        return account

    async def create_first_admin(self, person: CreateUserInput) -> UserEntity | None:
        """Create the first admin, or return None if an active admin exists.

        Raises InvalidInputError, WeakPasswordError, EmailTakenError, UsernameTakenError.
        """
        if await self.users.has_active_admin():
            return None
        try:
            return await self.create_user(person.model_copy(update={"role": Role.ADMIN, "is_active": True}))
        except (EmailTakenError, UsernameTakenError):
            if await self.users.has_active_admin():  # another process that starts at the same time was first
                return None
            raise

    async def ensure_admin(self, person: CreateUserInput) -> tuple[UserEntity, bool]:
        """Return the unchanged account with that user name or e-mail address, else a new admin, and whether it is new.

        Raises InvalidInputError, WeakPasswordError, UsernameTakenError.
        """
        account = await self._find_namesake(person)
        if account is not None:
            return account, False
        try:
            return await self.create_user(person.model_copy(update={"role": Role.ADMIN, "is_active": True})), True
        except (EmailTakenError, UsernameTakenError):
            account = await self._find_namesake(person)  # another process was first
            if account is None:
                raise
            return account, False

    async def find_account(self, name: str) -> UserEntity:
        """Return the account with a user name or e-mail address. Raises UserNotFoundError."""
        account = await self.users.find_by_login(name)
        if account is None:
            raise UserNotFoundError(f"No account has the user name or e-mail address {name}.")
        return account

    async def set_password(self, name: str, password: str) -> UserEntity:
        """Set the password of the account with a user name or e-mail address, and end all its sessions.

        Raises UserNotFoundError, WeakPasswordError.
        """
        account = await self.find_account(name)
        return await self.update_user(account.id, UpdateUserInput(password=password), UNCONDITIONAL)

    async def update_user(self, user_id: UUID, change: UpdateUserInput, precondition: Precondition) -> UserEntity:
        """Change an account. Disabling it or setting its password ends all its sessions permanently, disabling its
        application tokens, too.

        Raises UserNotFoundError, PreconditionFailedError, InvalidInputError, WeakPasswordError, EmailTakenError,
        UsernameTakenError, and LastAdminError if no active admin would remain.
        """
        password_hash = await self._new_password_hash(user_id, change)
        async with self.unit_of_work.transaction():
            admins = await self.users.lock_active_admins()
            account = await self.users.require(user_id, lock=True)
            precondition.verify(account.updated_at)
            before = auditable(account)
            await require_allowed_change(self.users, account, change)
            _apply(account, change, password_hash)
            if not account.is_active_admin:
                require_other_admin(admins, user_id)
            if change.model_fields_set:
                await self.users.save(account)
            if password_hash is not None:
                await self.resets.delete(user_id)
            if password_hash is not None or not account.is_active:
                await self.sessions.end_all(user_id)
            if not account.is_active:
                await revoke_all(self.application_tokens, self.audit, user_id)
            await self.states.forget(user_id)
            await record_account_changes(self.audit, before, account)
        return account

    async def delete_user(self, user_id: UUID, precondition: Precondition) -> None:
        """Delete an account and all data of the user.

        Raises UserNotFoundError, PreconditionFailedError, LastAdminError.
        """
        async with self.unit_of_work.transaction():
            admins = await self.users.lock_active_admins()
            account = await self.users.require(user_id, lock=True)
            precondition.verify(account.updated_at)
            require_other_admin(admins, user_id)
            await self.users.delete(user_id)
            await self.states.forget(user_id)
            await self.audit.record(AuditAction.USER_DELETED, AuditedEntity.USER, user_id)
            await self.audit.forget_person(user_id)

    async def _find_namesake(self, person: CreateUserInput) -> UserEntity | None:
        for name in (person.username, person.email):
            account = await self.users.find_by_login(name)
            if account is not None:
                return account
        return None

    async def _new_password_hash(self, user_id: UUID, change: UpdateUserInput) -> str | None:
        if not change.is_set("password"):
            return None
        account = await self.users.require(user_id)
        self.policy.require_strong(change.password, own_names=(account.username, account.email))
        return await self.hasher.hash(change.password)


def _apply(account: UserEntity, change: UpdateUserInput, password_hash: str | None) -> None:
    apply_profile(account, change)
    account.password_hash = password_hash if password_hash is not None else account.password_hash
    account.role = change.role.value if change.is_set("role") else account.role
    account.is_active = change.is_active if change.is_set("is_active") else account.is_active
