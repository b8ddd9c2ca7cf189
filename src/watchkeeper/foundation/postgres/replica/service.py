"""Stores replication tokens: the service, and the port to where they are stored."""

from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.request_context import current_request


class WritePositionRepository(Protocol):
    async def record(self, user_id: UUID) -> None:
        """Store the current position for an account, to which all commits up to now may be known. Raises
        DatabaseUnavailableError."""

    async def forget_old(self) -> int:
        """Merge the rows of accounts without a write for an hour, without weakening any required LSN; return the number
        of servers merged."""


class ReplicationTokenService:
    """Read-your-writes: accounts see their own writes, whichever server they read from next."""

    def __init__(self, *, positions: WritePositionRepository) -> None:
        self._positions = positions

    async def note(self) -> None:
        """Store the replication token of the caller of the current request; do nothing for an anonymous caller.

        Call it before the response to a request that may have written, or that reports an earlier write. Raises
        DatabaseUnavailableError: then the response must not be sent.
        """
        request = current_request()
        if request.actor_id is not None and (request.has_committed or not request.is_safe):
            await self._positions.record(request.actor_id)

    async def forget_old(self) -> int:
        """Merge the rows that are too old to be stored separately."""
        return await self._positions.forget_old()
