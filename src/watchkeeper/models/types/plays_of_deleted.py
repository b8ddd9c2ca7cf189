from enum import StrEnum


class PlaysOfDeleted(StrEnum):
    """What becomes of the plays of a title that leaves a watchlist."""

    KEEP = "keep"
    DELETE = "delete"
