from enum import StrEnum


class WatchStatus(StrEnum):
    """Where a person stands with a title."""

    PLANNED = "planned"
    WATCHING = "watching"
    COMPLETED = "completed"
    ON_HOLD = "on_hold"
    DROPPED = "dropped"
