from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ApplicationTokenClaims:
    """What a well-formed application token claims: whose it is, which one, and the hash of it by which it is found."""

    user_id: UUID
    id: UUID
    secret_hash: bytes
