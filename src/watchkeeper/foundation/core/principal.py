from dataclasses import dataclass
from uuid import UUID

_ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Principal:
    """The authenticated caller, with the account's role at the time of the request."""

    user_id: UUID
    session_id: UUID
    role: str
    has_personal_titles: bool = False
    """Whether lists of titles show this caller more than the catalogue."""
    time_zone: str = "UTC"
    """The IANA name of the caller's time zone."""

    @property
    def is_admin(self) -> bool:
        return self.role == _ADMIN
