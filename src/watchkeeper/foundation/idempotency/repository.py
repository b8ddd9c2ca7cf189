from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.idempotency.keyed_request import StoredIdempotentResponse


class IdempotencyKeyRepository(Protocol):
    """The keys of requests with the answers they got. A key belongs to one person; nobody sees those of others."""

    async def find(self, user_id: UUID, key: str, since: datetime) -> StoredIdempotentResponse | None:
        """Return the answer kept under a key at `since` or later."""

    async def lock(self, user_id: UUID, key: str) -> None:
        """Keep a key, then the account, for the transaction under way: the first things it locks.

        Raises IdempotencyKeyInUseError, without waiting, while another transaction holds the key, and
        the error for a missing account when it was deleted meanwhile.
        """

    async def store(self, user_id: UUID, key: str, stored: StoredIdempotentResponse, at: datetime) -> None:
        """Keep an answer under a key that is held, in place of an older one."""

    async def remove_older(self, before: datetime, limit: int) -> int:
        """Remove the oldest answers kept before a moment, at most `limit`; return how many that were.

        Never waits for another process that does the same.
        """
