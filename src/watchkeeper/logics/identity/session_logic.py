import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from math import ceil
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.identity.sign_in_guard import SignInGuard
from watchkeeper.logics.identity.token_rotation import recent_rotations, was_just_rotated
from watchkeeper.models.dtos.session_dtos import LoginInput, TokenPairOutput
from watchkeeper.models.entities.session_entity import DEVICE_LENGTH, SessionEntity
from watchkeeper.models.entities.user_entity import UserEntity
from watchkeeper.models.errors.identity_errors import (
    InvalidCredentialsError,
    InvalidRefreshTokenError,
    RefreshTokenReusedError,
    SessionNotFoundError,
)
from watchkeeper.models.types.audit_action import AuditAction
from watchkeeper.models.types.audited_entity import AuditedEntity
from watchkeeper.models.types.role import Role
from watchkeeper.models.types.sorts import SessionSort
from watchkeeper.models.types.token_claims import AccessClaims, RefreshClaims
from watchkeeper.repositories.identity.account_state_repository import AccountStateRepository
from watchkeeper.repositories.identity.password_hasher import PasswordHasher
from watchkeeper.repositories.identity.session_repository import LockedSession, SessionRepository
from watchkeeper.repositories.identity.token_codec import TokenCodec
from watchkeeper.repositories.identity.user_repository import UserRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail


@dataclass(frozen=True, slots=True)
class TokenLifetimes:
    """Lifetimes of tokens and sessions.

    `grace` is how long a used refresh token still returns the newest pair of its session. `session` is the maximum
    lifetime of a session, regardless of refreshes; then the user must sign in with the password again.
    """

    access: timedelta
    refresh: timedelta
    grace: timedelta
    session: timedelta


@dataclass(kw_only=True, eq=False)
class SessionLogic:
    """Sign-in, refresh and sign-out: one session row for each device, one live refresh token for each session.

    Refresh tokens rotate (RFC 9700 §4.14.2). A refresh token is derived from its row (session, generation, time of
    rotation): only its hash is stored, and the newest one can be issued again if a response was lost. Beyond
    `most_sessions` of an account a sign-in ends the oldest.
    """

    unit_of_work: UnitOfWork
    users: UserRepository
    sessions: SessionRepository
    states: AccountStateRepository
    hasher: PasswordHasher
    tokens: TokenCodec
    lifetimes: TokenLifetimes
    most_sessions: int
    audit: AuditTrail
    guard: SignInGuard

    async def log_in(self, login: LoginInput, device: str | None) -> TokenPairOutput:
        """Open a session.

        Raises RateLimitedError, and InvalidCredentialsError, which takes the same time if the account does not exist.
        """
        account = await self.users.find_by_login(login.name)
        async with self.guard.password_attempt(account.id if account is not None else login.name):
            return await self._log_in(account, login, device)

    async def refresh(self, refresh_token: str) -> TokenPairOutput:
        """Exchange a refresh token for the next token pair (rotation).

        A token that was rotated within the grace period gets the newest pair of its session again.

        Raises InvalidRefreshTokenError, and RefreshTokenReusedError for one rotated earlier, which ends the session.
        """
        claims = self.tokens.verify_refresh(refresh_token)
        async with self.unit_of_work.transaction():
            locked = await self.sessions.find_locked(claims.user_id, claims.session_id)
            if locked is None or locked.session.created_at + self.lifetimes.session <= now():
                raise InvalidRefreshTokenError
            session = locked.session
            use = self._use_of(claims, refresh_token, locked)
            if use is _Use.FIRST:
                session.earlier_rotations = recent_rotations(session, locked.at, self.lifetimes.grace)
                self._advance(session, locked.at)
                await self.sessions.rotate(session)
            if use is _Use.REPLAY:
                await self.sessions.end(session.user_id, session.id)
                await self.states.forget(session.user_id)
                await self._record(AuditAction.REFRESH_REUSED, session.id, session.user_id)
            account = await self.users.require(session.user_id)
        if use is _Use.REPLAY:  # raised after the commit, which ends the session
            raise RefreshTokenReusedError
        return self._token_pair(session, Role(account.role))

    async def log_out(self, refresh_token: str) -> None:
        """End the session of a refresh token of any generation. An invalid token is ignored."""
        try:
            claims = self.tokens.verify_refresh(refresh_token)
        except InvalidRefreshTokenError:
            return  # an expired or foreign token has no session to end, and logging out always succeeds
        async with self.unit_of_work.transaction():
            if await self.sessions.end(claims.user_id, claims.session_id):
                await self._record(AuditAction.LOGOUT, claims.session_id, claims.user_id)
            await self.states.forget(claims.user_id)

    async def search_sessions(self, user_id: UUID, sort: SessionSort, request: PageRequest) -> Page[SessionEntity]:
        return await self.sessions.search(user_id, sort, request)

    async def end_session(self, user_id: UUID, session_id: UUID) -> None:
        """Raises SessionNotFoundError."""
        async with self.unit_of_work.transaction():
            if not await self.sessions.end(user_id, session_id):
                raise SessionNotFoundError
            await self.states.forget(user_id)
            await self._record(AuditAction.SESSION_ENDED, session_id, user_id)

    async def end_other_sessions(self, caller: Principal) -> None:
        """End all sessions of the caller except the current one."""
        async with self.unit_of_work.transaction():
            ended = await self.sessions.end_all(caller.user_id, but=caller.session_id)
            await self.states.forget(caller.user_id)
            for session_id in ended:
                await self._record(AuditAction.SESSION_ENDED, session_id, caller.user_id)

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

    async def _log_in(self, account: UserEntity | None, login: LoginInput, device: str | None) -> TokenPairOutput:
        known_hash = account.password_hash if account is not None else None
        is_right = await self.hasher.verify(login.password, known_hash)
        session = None
        if account is not None and account.is_active and is_right:
            account = await self._with_present_hash(account, login)
            session = await self._open_session(account, device)
        if account is None or session is None:
            await self._record_failed_login(account)
            raise InvalidCredentialsError
        return self._token_pair(session, Role(account.role))

    async def _open_session(self, account: UserEntity, device: str | None) -> SessionEntity | None:
        session = self._new_session(account.id, device)
        async with self.unit_of_work.transaction():
            if not await self.sessions.open(session, account.password_hash):
                return None
            for ended in await self.sessions.end_oldest(account.id, keep=self.most_sessions):
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

    def _new_session(self, user_id: UUID, device: str | None) -> SessionEntity:
        at = now()
        stored_device = device[:DEVICE_LENGTH] if device is not None else None
        session = SessionEntity(
            user_id=user_id,
            id=uuid7(),
            generation=0,
            device=stored_device,
            earlier_rotations=[],
            created_at=at,
            updated_at=at,
        )
        self._advance(session, at)
        return session

    def _advance(self, session: SessionEntity, at: datetime) -> None:
        session.generation += 1
        session.rotated_at = session.updated_at = at
        whole_time = session.rotated_at + self.lifetimes.refresh
        session.expires_at = min(whole_time, session.created_at + self.lifetimes.session)
        session.token_hash = _hash(self._refresh_token(session))

    def _use_of(self, claims: RefreshClaims, refresh_token: str, locked: LockedSession) -> "_Use":
        session = locked.session
        if hmac.compare_digest(_hash(refresh_token), session.token_hash):
            return _Use.FIRST
        if claims.generation >= session.generation:  # validly signed, but never issued
            raise InvalidRefreshTokenError
        if was_just_rotated(session, claims.generation, locked.at, self.lifetimes.grace):
            return _Use.REPEATED
        return _Use.REPLAY

    def _refresh_token(self, session: SessionEntity) -> str:
        return self.tokens.sign_refresh(
            RefreshClaims(session.user_id, session.id, session.generation, session.rotated_at, session.expires_at)
        )

    def _token_pair(self, session: SessionEntity, role: Role) -> TokenPairOutput:
        at = now()
        expires_at = min(at + self.lifetimes.access, session.expires_at)
        claims = AccessClaims(session.user_id, session.id, role, expires_at)
        return TokenPairOutput(
            access_token=self.tokens.sign_access(claims),
            refresh_token=self._refresh_token(session),
            expires_in=int((expires_at - at).total_seconds()),
            refresh_expires_in=ceil((session.expires_at - at).total_seconds()),
        )


def _hash(refresh_token: str) -> bytes:
    return hashlib.sha256(refresh_token.encode()).digest()


class _Use(Enum):
    """The kinds of use of a refresh token."""

    FIRST = "the live token"
    REPEATED = "an earlier token, within its grace period: parallel requests, a lost response or a tab that lags"
    REPLAY = "an earlier token after its grace period: it may have been stolen"
