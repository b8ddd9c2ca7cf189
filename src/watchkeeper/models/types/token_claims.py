from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from watchkeeper.models.types.role import Role


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a verified access token says. The role is the one at the time of signing, for clients to read."""

    user_id: UUID
    session_id: UUID
    role: Role
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class RefreshClaims:
    """What a verified refresh token says: the generation of its session."""

    user_id: UUID
    session_id: UUID
    generation: int
    issued_at: datetime
    expires_at: datetime
