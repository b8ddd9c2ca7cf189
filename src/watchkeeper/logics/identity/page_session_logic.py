from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.identity.password_sign_in import PasswordSignIn
from watchkeeper.logics.identity.secret_codes import hash_of
from watchkeeper.logics.identity.secret_texts import PAGE_SESSIONS
from watchkeeper.models.dtos.identity.session_dtos import PageLoginInput
from watchkeeper.models.entities.identity.session_entity import SessionEntity, stored_device
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.types.identity.page_session import PageSession
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.repositories.identity.account_state_repository import AccountStateRepository
from watchkeeper.repositories.identity.application_token_repository import TokenUse
from watchkeeper.repositories.identity.page_session_repository import PageSessionRepository, PageSessionRow
from watchkeeper.repositories.identity.session_repository import SessionRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail


@dataclass(frozen=True, slots=True)
class PageLifetimes:
    """Lifetimes of sessions of the page: `browser` until a browser is closed, at most; where the browser stays signed
    in, `idle` since the last use and `remembered` since the sign-in."""

    browser: timedelta
    idle: timedelta
    remembered: timedelta


@dataclass(kw_only=True, eq=False)
class PageSessionLogic:
    """Sessions of the page: one random text each, of which only the hash is stored, in place of a pair of tokens."""

    unit_of_work: UnitOfWork
    sessions: SessionRepository
    page_sessions: PageSessionRepository
    states: AccountStateRepository
    audit: AuditTrail
    sign_in: PasswordSignIn
    lifetimes: PageLifetimes

    async def log_in(
        self, login: PageLoginInput, device: str | None, former: str | None
    ) -> tuple[UserEntity, PageSession]:
        """Open a session, and end the one of the `former` text, which the browser forgets.

        Raises RateLimitedError and InvalidCredentialsError.
        """
        session_id = uuid7()
        texts: list[str] = []

        def new_session(user_id: UUID) -> SessionEntity:
            texts.append(PAGE_SESSIONS.new(user_id, session_id))
            return self._new_session(user_id, session_id, texts[-1], device, is_remembered=login.remember)

        account, session = await self.sign_in.open(login, new_session)
        await self._end_former(former)
        return account, self._shown(texts[-1], PageSessionRow(session.created_at, login.remember))

    async def log_out(self, caller: Principal) -> None:
        """End the session of the caller."""
        if caller.session_id is None:
            return
        async with self.unit_of_work.transaction():
            if await self.sessions.end(caller.user_id, caller.session_id):
                await self._record_end(caller.user_id, caller.session_id, AuditAction.LOGOUT)

    async def renew(self, caller: Principal) -> PageSession | None:
        """Give the caller's session another text; None where it is not one of the page. Within a transaction."""
        if caller.session_id is None:
            return None
        text = PAGE_SESSIONS.new(caller.user_id, caller.session_id)
        session = await self.page_sessions.replace_secret(caller.user_id, caller.session_id, hash_of(text))
        return None if session is None else self._shown(text, session)

    async def record_use(self, use: TokenUse, *, pause: timedelta) -> None:
        """Store when a session was used last, unless a use at most `pause` earlier is stored, and prolong it."""
        await self.page_sessions.record_use(
            use, pause=pause, idle=self.lifetimes.idle, remembered=self.lifetimes.remembered
        )

    async def _end_former(self, former: str | None) -> None:
        claims = None if former is None else PAGE_SESSIONS.read(former)
        if claims is None:
            return
        async with self.unit_of_work.transaction():
            if await self.page_sessions.end_by_secret(claims):
                await self._record_end(claims.user_id, claims.id, AuditAction.SESSION_ENDED)

    async def _record_end(self, user_id: UUID, session_id: UUID, action: AuditAction) -> None:
        await self.audit.record(action, AuditedEntity.SESSION, session_id, actor_id=user_id)
        await self.states.forget(user_id)

    def _new_session(
        self, user_id: UUID, session_id: UUID, text: str, device: str | None, *, is_remembered: bool
    ) -> SessionEntity:
        at = now()
        return SessionEntity(
            user_id=user_id,
            id=session_id,
            generation=1,
            token_hash=hash_of(text),
            device=stored_device(device),
            is_remembered=is_remembered,
            rotated_at=at,
            earlier_rotations=[],
            expires_at=at + (self.lifetimes.idle if is_remembered else self.lifetimes.browser),
            created_at=at,
            updated_at=at,
        )

    def _shown(self, text: str, session: PageSessionRow) -> PageSession:
        return PageSession(text, session.created_at + self.lifetimes.remembered if session.is_remembered else None)
