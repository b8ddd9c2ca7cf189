"""Ranks: numbers that rows are sorted by, with gaps, so that moving one row changes no other."""

from typing import Final

RANK_STEP: Final = 2**32


def rank_between(low: int | None, high: int | None) -> int | None:
    """Return a rank between those of two neighbours; None stands for the end of the list.

    Returns None where no number is left between them: then the rows are numbered anew.
    """
    if low is None:
        return RANK_STEP if high is None else high - RANK_STEP
    if high is None:
        return low + RANK_STEP
    return (low + high) // 2 if high - low > 1 else None
