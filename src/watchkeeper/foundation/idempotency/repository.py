"""Requests that carry an `Idempotency-Key`, and the port that stores their responses."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.stored_response import StoredResponse

LONGEST_KEY = 255
"""Characters a key may have."""

MAX_STORED_BYTES = 1024 * 1024
"""Bytes the body of a kept answer may have."""


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """A request of a signed-in caller under a key of their own choice. `body` is as it was sent, byte by byte."""

    user_id: UUID
    key: str
    method: str
    path: str
    query: bytes
    body: bytes = field(repr=False)

    def fingerprint(self, secret: bytes) -> bytes:
        """Return what tells this request from others under the same key.

        An HMAC, not a bare hash: bodies can hold passwords, and whoever reads the table could try them at leisure.
        """
        parts = (self.method.encode(), self.path.encode(), self.query, self.body)
        framed = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
        return hmac.digest(secret, framed, "sha256")


@dataclass(frozen=True, slots=True)
class StoredIdempotentResponse:
    """An answer with the fingerprint of the request that it was given to."""

    fingerprint: bytes
    response: StoredResponse


class IdempotencyKeyRepository(Protocol):
    """The keys of requests with the answers they got. A key belongs to one person; nobody sees those of others."""

    async def find(self, user_id: UUID, key: str, since: datetime) -> StoredIdempotentResponse | None:
        """Return the answer kept under a key at `since` or later."""

    async def lock(self, user_id: UUID, key: str) -> None:
        """Keep a key, then the account, for the transaction under way: the first things it locks.

        Raises IdempotencyKeyInUseError, without waiting, while another transaction holds the key, and
        InvalidTokenError when the account was deleted meanwhile.
        """

    async def store(self, user_id: UUID, key: str, stored: StoredIdempotentResponse, at: datetime) -> None:
        """Keep an answer under a key that is held, in place of an older one."""

    async def remove_older(self, before: datetime, limit: int) -> int:
        """Remove the oldest answers kept before a moment, at most `limit`; return how many that were.

        Never waits for another process that does the same.
        """
