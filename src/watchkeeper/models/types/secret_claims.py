from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SecretClaims:
    """What a well-formed secret text claims: whose it is, of which application token or page session, and its hash, by
    which that is found."""

    user_id: UUID
    id: UUID
    secret_hash: bytes
