"""The number of entries that a watchlist has room for, for statements that lock many rows (`number`)."""

from collections.abc import Sequence

from watchkeeper.foundation.postgres.database import Row

_NEAR = 100


def close_to(most: int, added: int) -> int:
    """Return the number of entries from which on it is looked at, and stays locked, if so many may be added."""
    return most - _NEAR - added


def room_of(rows: Sequence[Row], most: int, added: int) -> int:
    """Return how many entries may be added; `added` where the number is not close to the quota."""
    number: int | None = rows[0]["number"]
    return added if number is None else most - number
