from dataclasses import dataclass
from uuid import UUID

_ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Principal:
    """The authenticated caller, with the account's role at the time of the request."""

    user_id: UUID
    session_id: UUID
    role: str

    @property
    def is_admin(self) -> bool:
        return self.role == _ADMIN
