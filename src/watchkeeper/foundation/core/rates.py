"""How often something may be done, and how much of that is left."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Rate:
    """`amount` uses within `seconds`, counted from the first of them."""

    amount: int
    seconds: int


Rates = tuple[Rate, ...]
"""Rates that hold all at once, the shortest time first by custom; none at all means: as often as one likes."""


class RateLimitStatus(NamedTuple):
    """What is left of a rate, this use included where it was granted.

    In `reset_seconds`, rounded up, the whole amount is there again; until then `remaining` more uses are granted.
    """

    rate: Rate
    is_allowed: bool
    remaining: int
    reset_seconds: int


def most_restrictive(rate_limits: list[RateLimitStatus]) -> RateLimitStatus:
    """Return the limit with the least left, and of several such the one that lasts longest."""
    if len(rate_limits) == 1:
        return rate_limits[0]
    return min(rate_limits, key=lambda limit: (limit.remaining, -limit.reset_seconds))
