"""Requests that carry an `Idempotency-Key`, and what is kept of their answers."""

import hmac
from dataclasses import dataclass, field
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
