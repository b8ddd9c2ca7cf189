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
from watchkeeper.logics.identity.password_sign_in import PasswordSignIn
from watchkeeper.logics.identity.token_rotation import recent_rotations, was_just_rotated
from watchkeeper.models.dtos.identity.session_dtos import LoginInput, TokenPairOutput
from watchkeeper.models.entities.identity.session_entity import SessionEntity, stored_device
from watchkeeper.models.errors.identity_errors import (
    InvalidRefreshTokenError,
    RefreshTokenReusedError,
    SessionNotFoundError,
)
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.identity.token_claims import AccessClaims, RefreshClaims
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import SessionSort
from watchkeeper.repositories.identity.account_state_repository import AccountStateRepository
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
    rotation): only its hash is stored, and the newest one can be issued again if a response was lost.
    """

    unit_of_work: UnitOfWork
    users: UserRepository
    sessions: SessionRepository
    states: AccountStateRepository
    tokens: TokenCodec
    lifetimes: TokenLifetimes
    audit: AuditTrail
    sign_in: PasswordSignIn

    async def log_in(self, login: LoginInput, device: str | None) -> TokenPairOutput:
        """Open a session.

        Raises RateLimitedError, and InvalidCredentialsError, which takes the same time if the account does not exist.
        """
        account, session = await self.sign_in.open(login, lambda user_id: self._new_session(user_id, device))
        return self._token_pair(session, Role(account.role))

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

    async def _record(self, action: AuditAction, session_id: UUID, user_id: UUID) -> None:
        await self.audit.record(action, AuditedEntity.SESSION, session_id, actor_id=user_id)

    def _new_session(self, user_id: UUID, device: str | None) -> SessionEntity:
        at = now()
        session = SessionEntity(
            user_id=user_id,
            id=uuid7(),
            generation=0,
            device=stored_device(device),
            is_remembered=None,
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
