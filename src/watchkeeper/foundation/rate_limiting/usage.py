from typing import Literal

from watchkeeper.foundation.core.operations_errors import RateLimitedError
from watchkeeper.foundation.core.rates import Rate, RateLimitStatus, Rates, most_restrictive
from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.rate_limiting.counters import RateLimitCounters
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimiter

Buckets = tuple[tuple[str, Rates], ...]
"""Names under which uses are counted, each with its rates."""


class RateLimitCounter:
    """Counts uses of buckets against all their rates, and notes for the request under way how each stands."""

    def __init__(self, *, limiter: RateLimiter, counters: RateLimitCounters, metrics: Metrics) -> None:
        self._limiter = limiter
        self._counters = counters
        self._metrics = metrics

    async def consume(self, buckets: Buckets, *, must_count_locally: bool = False) -> None:
        """Use each bucket once, or none of them.

        Raises RateLimitedError with the smallest wait after which none of them refuses.
        """
        rate_limits = current_request().rate_limits
        uses = _uses(buckets)
        for place, (key, rate) in enumerate(uses):
            status = await self._limiter.hit(key, rate, must_count_locally=must_count_locally)
            self._metrics.count_limit(key.partition("|")[0], _outcome(status))
            if status is None:
                continue
            rate_limits[key] = status
            if not status.is_allowed:
                await self._undo(uses[:place])
                await self._look_at(uses[place + 1 :], must_count_locally=must_count_locally)
                self._counters.rejected += 1
                raise RateLimitedError(most_restrictive(list(rate_limits.values())).reset_seconds)
            self._counters.allowed += 1

    async def refund(self, buckets: Buckets) -> None:
        """Undo one use of each bucket that was granted."""
        await self._undo(_uses(buckets))

    async def mark(self, bucket: str, rate: Rate) -> None:
        """Remember the bucket for the seconds of `rate`."""
        await self._limiter.hit(_key(bucket, rate), rate, must_count_locally=True)

    async def is_marked(self, bucket: str, rate: Rate) -> bool:
        status = await self._limiter.find(_key(bucket, rate), rate, must_count_locally=True)
        return status is not None and not status.is_allowed

    async def _undo(self, uses: list[tuple[str, Rate]]) -> None:
        rate_limits = current_request().rate_limits
        for key, rate in uses:
            await self._limiter.refund(key, rate)
            status = rate_limits.get(key)
            if status is not None:
                rate_limits[key] = status._replace(remaining=status.remaining + 1)

    async def _look_at(self, uses: list[tuple[str, Rate]], *, must_count_locally: bool) -> None:
        for key, rate in uses:
            status = await self._limiter.find(key, rate, must_count_locally=must_count_locally)
            if status is not None:
                current_request().rate_limits[key] = status


def _outcome(status: RateLimitStatus | None) -> Literal["allowed", "rejected", "unreachable"]:
    if status is None:
        return "unreachable"
    return "allowed" if status.is_allowed else "rejected"


def _uses(buckets: Buckets) -> list[tuple[str, Rate]]:
    return [(_key(bucket, rate), rate) for bucket, rates in buckets for rate in rates]


def _key(bucket: str, rate: Rate) -> str:
    """Return the key of one rate of a bucket: another rate, after a change of the settings, begins anew."""
    return f"{bucket}|{rate.amount}/{rate.seconds}"
