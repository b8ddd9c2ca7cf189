from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.session_entity import SessionEntity
from watchkeeper.models.types.sorts import SessionSort


class SessionRepository(Protocol):
    """Live sessions. One that has ended is gone; there is no way back."""

    async def open(self, session: SessionEntity, password_hash: str) -> bool:
        """Store a new session and drop the person's expired ones.

        Returns False, storing nothing, when the account meanwhile was disabled, deleted or given another password.
        """

    async def find_locked(self, user_id: UUID, session_id: UUID) -> SessionEntity | None:
        """Return an unexpired session of an active account, kept from others until the transaction ends."""

    async def rotate(self, session: SessionEntity) -> None:
        """Store the new generation of a session."""

    async def end(self, user_id: UUID, session_id: UUID) -> bool:
        """End a session; False when there is none."""

    async def end_all(self, user_id: UUID, *, but: UUID | None = None) -> list[UUID]:
        """End all sessions of a person, but one where given, and return which were ended."""

    async def search(self, user_id: UUID, sort: SessionSort, request: PageRequest) -> Page[SessionEntity]:
        """Return a page of a person's unexpired sessions. Raises InvalidCursorError."""
