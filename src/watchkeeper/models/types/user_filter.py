from dataclasses import dataclass

from watchkeeper.models.types.role import Role


@dataclass(frozen=True, slots=True)
class UserFilter:
    """Which accounts are wanted; None means no matter. `text` is looked for anywhere in names and addresses."""

    text: str | None = None
    role: Role | None = None
    is_active: bool | None = None
