"""Rates of rate limits, and the remaining uses of a rate."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `amount` uses in a window of `seconds`, which begins with the first use."""

    amount: int
    seconds: int


Rates = tuple[Rate, ...]
"""Rates that apply together, by convention the shortest window first; an empty tuple means unlimited."""

Buckets = tuple[tuple[str, Rates], ...]
"""Names under which uses are counted, each with its rates."""


class RateLimitStatus(NamedTuple):
    """The state of a rate after a use: whether it was allowed, and the uses that remain.

    The window ends in `reset_seconds` (rounded up); until then `remaining` more uses are allowed.
    """

    rate: Rate
    is_allowed: bool
    remaining: int
    reset_seconds: int


def most_restrictive(rate_limits: list[RateLimitStatus]) -> RateLimitStatus:
    """Return the status with the fewest remaining uses; among equals, the one with the latest reset."""
    if len(rate_limits) == 1:
        return rate_limits[0]
    return min(rate_limits, key=lambda status: (status.remaining, -status.reset_seconds))


class BucketCounter(Protocol):
    """Counts uses of buckets against their rates."""

    async def consume(self, buckets: Buckets, *, must_count_locally: bool = False) -> None:
        """Consume one use of each bucket, or none. With `must_count_locally` this process counts when the store fails.

        Raises RateLimitedError with the shortest time after which every bucket allows a use.
        """

    async def refund(self, buckets: Buckets) -> None:
        """Undo one allowed use of each bucket."""

    async def remember(self, bucket: str, rate: Rate) -> None:
        """Remember the bucket for the seconds of `rate`."""

    async def is_remembered(self, bucket: str, rate: Rate) -> bool:
        """Return whether the bucket is remembered."""
