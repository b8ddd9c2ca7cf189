from typing import Protocol
from uuid import UUID


class WritePositionRepository(Protocol):
    async def record(self, user_id: UUID) -> None:
        """Note that all that was committed so far may be known to an account. Raises DatabaseUnavailableError."""

    async def forget_old(self) -> int:
        """Put together the rows of accounts that have written nothing for an hour, without anybody seeing too little;
        return of how many servers there were some."""
