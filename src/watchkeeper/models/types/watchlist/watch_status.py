from enum import StrEnum


class WatchStatus(StrEnum):
    """The status of a title in a watchlist."""

    PLANNED = "planned"
    WATCHING = "watching"
    COMPLETED = "completed"
    ON_HOLD = "on_hold"
    DROPPED = "dropped"
