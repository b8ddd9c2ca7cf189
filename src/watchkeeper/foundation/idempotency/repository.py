"""Requests with an `Idempotency-Key`, and the port that stores their responses."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.stored_response import StoredResponse

LONGEST_KEY = 255
"""Maximum characters of a key."""


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """A request of a signed-in caller with a key that the caller chose. `body` has the bytes as they were sent."""

    user_id: UUID
    key: str
    method: str
    path: str
    query: bytes
    body: bytes = field(repr=False)

    def fingerprint(self, secret: bytes) -> bytes:
        """Return a digest that differs from those of other requests with the same key.

        It is an HMAC rather than a plain hash, because bodies may contain passwords, which a reader of the table could
        guess offline.
        """
        parts = (self.method.encode(), self.path.encode(), self.query, self.body)
        framed = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
        return hmac.digest(secret, framed, "sha256")


@dataclass(frozen=True, slots=True)
class StoredIdempotentResponse:
    """A response with the fingerprint of its request."""

    fingerprint: bytes
    response: StoredResponse


class IdempotencyKeyRepository(Protocol):
    """Idempotency keys with the responses to their requests. Each account has its own keys."""

    async def find(self, user_id: UUID, key: str, since: datetime) -> StoredIdempotentResponse | None:
        """Return the response stored under a key at `since` or later, or None."""

    async def lock(self, user_id: UUID, key: str) -> None:
        """Lock a key, then the account, until the current transaction ends. No other lock may precede these.

        Raises IdempotencyKeyInUseError, without waiting, while another transaction holds the key, and the error for a
        missing account when it was deleted concurrently.
        """

    async def store(self, user_id: UUID, key: str, stored: StoredIdempotentResponse, at: datetime) -> None:
        """Store a response under a locked key, replacing an older one."""

    async def trim(self, user_id: UUID, max_bytes: int) -> int:
        """Remove the oldest responses of an account until the others take `max_bytes` at most; return how many were.

        A response takes its body and 512 bytes. The newest always stays.
        """

    async def remove_older(self, before: datetime, limit: int) -> int:
        """Remove the oldest responses stored before `before`, at most `limit`; return how many were removed.

        Skips rows that another process has locked.
        """
