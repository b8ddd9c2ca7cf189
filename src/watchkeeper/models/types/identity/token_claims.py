from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from watchkeeper.models.types.identity.role import Role


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """The claims of a verified access token. `role` is the role when it was signed, for clients to read."""

    user_id: UUID
    session_id: UUID
    role: Role
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class RefreshClaims:
    """The claims of a verified refresh token: the generation of its session."""

    user_id: UUID
    session_id: UUID
    generation: int
    issued_at: datetime
    expires_at: datetime
