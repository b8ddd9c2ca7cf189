from datetime import datetime, timedelta
from typing import NamedTuple, Protocol
from uuid import UUID

from watchkeeper.models.types.identity.secret_claims import SecretClaims
from watchkeeper.repositories.identity.application_token_repository import TokenUse


class PageSessionRow(NamedTuple):
    """The opening time of a session of the page, and whether the browser stays signed in after it is closed."""

    created_at: datetime
    is_remembered: bool


class PageSessionRepository(Protocol):
    """The data of sessions of the page beyond those of all sessions."""

    async def replace_secret(self, user_id: UUID, session_id: UUID, secret_hash: bytes) -> PageSessionRow | None:
        """Store another hash for a session, and return the session, or None where it is not one of the page."""

    async def end_by_secret(self, claims: SecretClaims) -> bool:
        """End the session that a text belongs to; False when there is none."""

    async def record_use(self, use: TokenUse, *, pause: timedelta, idle: timedelta, remembered: timedelta) -> None:
        """Store when a session was used last, unless a use at most `pause` earlier is stored.

        One that the browser remembers ends `idle` later, `remembered` after it was opened at the latest.
        """
