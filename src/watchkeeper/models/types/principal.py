from dataclasses import dataclass
from uuid import UUID

from watchkeeper.models.types.role import Role


@dataclass(frozen=True, slots=True)
class Principal:
    """The authenticated caller, with the account's role at the time of the request."""

    user_id: UUID
    session_id: UUID
    role: Role

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN
