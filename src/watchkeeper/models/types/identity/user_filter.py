from dataclasses import dataclass

from watchkeeper.models.types.identity.role import Role


@dataclass(frozen=True, slots=True)
class UserFilter:
    """A filter of accounts; None means any value. `text` matches anywhere in names and e-mail addresses."""

    text: str | None = None
    role: Role | None = None
    is_active: bool | None = None
