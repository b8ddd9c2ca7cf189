"""Ranks: numbers that rows are sorted by, with gaps, so that moving one row changes no other."""

from typing import Final

RANK_STEP: Final = 2**32

RANK_LIMIT: Final = 2**52
"""Ranks stay below it: JSON readers of many languages have no larger exact integers than 2**53."""


def rank_between(low: int | None, high: int | None) -> int | None:
    """Return a rank between those of two neighbours; None stands for the end of the list.

    Returns None where no number is left between them, or at an end: then all rows must be renumbered.
    """
    if low is not None and high is not None:
        return (low + high) // 2 if high - low > 1 else None
    rank = high - RANK_STEP if high is not None else (low or 0) + RANK_STEP
    return rank if abs(rank) < RANK_LIMIT else None
