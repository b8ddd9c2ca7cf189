from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.identity.session_entity import SessionEntity
from watchkeeper.models.types.sorts import SessionSort


@dataclass(frozen=True, slots=True)
class LockedSession:
    """A locked session, and the time of the database when it was locked, by which all processes measure its age."""

    session: SessionEntity
    at: datetime


class SessionRepository(Protocol):
    """Live sessions. An ended session is deleted and can't be resumed."""

    async def open(self, session: SessionEntity, password_hash: str) -> bool:
        """Store a new session and drop the person's expired ones.

        Returns False, storing nothing, when the account was concurrently disabled, deleted or given another password.
        The account stays locked until the transaction ends: sign-ins of one account wait for each other.
        """

    async def end_oldest(self, user_id: UUID, *, keep: int) -> list[UUID]:
        """End the oldest sessions of a person beyond `keep`, and return the ids of those ended; after `open`."""

    async def find_locked(self, user_id: UUID, session_id: UUID) -> LockedSession | None:
        """Return an unexpired session of an active account, locked until the transaction ends."""

    async def rotate(self, session: SessionEntity) -> None:
        """Store the new generation of a session."""

    async def end(self, user_id: UUID, session_id: UUID) -> bool:
        """End a session; False when there is none."""

    async def end_all(self, user_id: UUID, *, but: UUID | None = None) -> list[UUID]:
        """End all sessions of a person except `but`, and return the ids of those ended."""

    async def search(self, user_id: UUID, sort: SessionSort, request: PageRequest) -> Page[SessionEntity]:
        """Return a page of a person's unexpired sessions. Raises InvalidCursorError."""
