from dataclasses import dataclass
from enum import StrEnum


class ComponentState(StrEnum):
    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"
    """No call to it has succeeded yet, as a rule because nobody has needed it; it is not asked for its health alone."""
    OUTDATED = "outdated"
    """It answers, yet lacks what this version of the service needs: the database has an older schema."""


@dataclass(frozen=True, slots=True)
class ComponentHealth:
    """One part of the service: its state, the time its answer took in milliseconds, its version where it has one."""

    name: str
    state: ComponentState
    is_required: bool
    milliseconds: float | None = None
    version: str | None = None
