from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SecretClaims:
    """The claims of a well-formed secret text: its account, its application token or page session, and the hash by
    which that is found."""

    user_id: UUID
    id: UUID
    secret_hash: bytes
