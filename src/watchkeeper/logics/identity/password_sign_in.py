from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.identity.sign_in_guard import SignInGuard
from watchkeeper.models.dtos.identity.session_dtos import LoginInput
from watchkeeper.models.entities.identity.session_entity import SessionEntity
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.errors.identity_errors import InvalidCredentialsError
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.repositories.identity.account_state_repository import AccountStateRepository
from watchkeeper.repositories.identity.password_hasher import PasswordHasher
from watchkeeper.repositories.identity.session_repository import SessionRepository
from watchkeeper.repositories.identity.user_repository import UserRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail


@dataclass(kw_only=True, eq=False)
class PasswordSignIn:
    """Opens a session for a right password. Beyond `max_sessions` of an account that ends the oldest."""

    unit_of_work: UnitOfWork
    users: UserRepository
    sessions: SessionRepository
    states: AccountStateRepository
    hasher: PasswordHasher
    max_sessions: int
    audit: AuditTrail
    guard: SignInGuard

    async def open(
        self, login: LoginInput, new_session: Callable[[UUID], SessionEntity]
    ) -> tuple[UserEntity, SessionEntity]:
        """Store the session that `new_session` makes for the account.

        Raises RateLimitedError, and InvalidCredentialsError, which takes the same time if the account does not exist.
        """
        account = await self.users.find_by_login(login.name)
        async with self.guard.password_attempt(account.id if account is not None else login.name):
            return await self._open(account, login, new_session)

    async def _open(
        self, account: UserEntity | None, login: LoginInput, new_session: Callable[[UUID], SessionEntity]
    ) -> tuple[UserEntity, SessionEntity]:
        known_hash = account.password_hash if account is not None else None
        is_right = await self.hasher.verify(login.password, known_hash)
        session = None
        if account is not None and account.is_active and is_right:
            account = await self._with_present_hash(account, login)
            session = await self._stored(account, new_session(account.id))
        if account is None or session is None:
            await self._record_failed_login(account)
            raise InvalidCredentialsError
        return account, session

    async def _with_present_hash(self, account: UserEntity, login: LoginInput) -> UserEntity:
        """Return the account, with an outdated password hash renewed at the current cost.

        Until then the time of a rejected sign-in reveals that the account exists.
        """
        if not self.hasher.is_outdated(account.password_hash):
            return account
        renewed = await self.hasher.hash(login.password)
        if await self.users.renew_password_hash(account.id, account.password_hash, renewed):
            account.password_hash = renewed
            return account
        present = await self.users.find_by_login(login.name)  # a concurrent sign-in or change was first
        if present is None or not await self.hasher.verify(login.password, present.password_hash):
            return account
        return present

    async def _stored(self, account: UserEntity, session: SessionEntity) -> SessionEntity | None:
        async with self.unit_of_work.transaction():
            if not await self.sessions.open(session, account.password_hash):
                return None
            for ended in await self.sessions.end_oldest(account.id, keep=self.max_sessions):
                await self._record(AuditAction.SESSION_ENDED, ended, account.id)
                await self.states.forget(account.id)
            await self._record(AuditAction.LOGIN, session.id, account.id)
        return session

    async def _record(self, action: AuditAction, session_id: UUID, user_id: UUID) -> None:
        await self.audit.record(action, AuditedEntity.SESSION, session_id, actor_id=user_id)

    async def _record_failed_login(self, account: UserEntity | None) -> None:
        """Record a failed sign-in with its account, if that still exists. No actor, who may not be the owner."""
        if account is None:
            await self.audit.record(AuditAction.LOGIN_FAILED, AuditedEntity.USER, None)
            return
        async with self.unit_of_work.transaction():
            # a concurrent deletion waits for the lock and then clears this entry's address, or was first: no id then
            user_id = account.id if await self.users.lock(account.id) else None
            await self.audit.record(AuditAction.LOGIN_FAILED, AuditedEntity.USER, user_id)
