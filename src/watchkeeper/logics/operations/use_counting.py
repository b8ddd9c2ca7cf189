from typing import Literal

from watchkeeper.models.errors.operations_errors import RateLimitedError
from watchkeeper.models.types.limit_counters import LimitCounters
from watchkeeper.models.types.rate_limit import Rate, Rates, Standing, first_to_refuse
from watchkeeper.models.types.request_context import current_request
from watchkeeper.repositories.operations.metrics import Metrics
from watchkeeper.repositories.operations.rate_limiter import RateLimiter

Buckets = tuple[tuple[str, Rates], ...]
"""Names under which uses are counted, each with its rates."""


class UseCounting:
    """Counts uses of buckets against all their rates, and notes for the request under way how each stands."""

    def __init__(self, *, limiter: RateLimiter, counters: LimitCounters, metrics: Metrics) -> None:
        self._limiter = limiter
        self._counters = counters
        self._metrics = metrics

    async def take(self, buckets: Buckets, *, is_vital: bool = False) -> None:
        """Use each bucket once, or none of them.

        Raises RateLimitedError with the smallest wait after which none of them refuses.
        """
        standings = current_request().standings
        uses = _uses(buckets)
        for place, (key, rate) in enumerate(uses):
            standing = await self._limiter.hit(key, rate, is_vital=is_vital)
            self._metrics.count_limit(key.partition("|")[0], _outcome(standing))
            if standing is None:
                continue
            standings[key] = standing
            if not standing.is_granted:
                await self._undo(uses[:place])
                await self._look_at(uses[place + 1 :], is_vital=is_vital)
                self._counters.refused += 1
                raise RateLimitedError(first_to_refuse(list(standings.values())).reset_seconds)
            self._counters.granted += 1

    async def give_back(self, buckets: Buckets) -> None:
        """Undo one use of each bucket that was granted."""
        await self._undo(_uses(buckets))

    async def mark(self, bucket: str, rate: Rate) -> None:
        """Remember the bucket for the seconds of `rate`."""
        await self._limiter.hit(_key(bucket, rate), rate, is_vital=True)

    async def is_marked(self, bucket: str, rate: Rate) -> bool:
        standing = await self._limiter.find(_key(bucket, rate), rate, is_vital=True)
        return standing is not None and not standing.is_granted

    async def _undo(self, uses: list[tuple[str, Rate]]) -> None:
        standings = current_request().standings
        for key, rate in uses:
            await self._limiter.give_back(key, rate)
            standing = standings.get(key)
            if standing is not None:
                standings[key] = standing._replace(remaining=standing.remaining + 1)

    async def _look_at(self, uses: list[tuple[str, Rate]], *, is_vital: bool) -> None:
        for key, rate in uses:
            standing = await self._limiter.find(key, rate, is_vital=is_vital)
            if standing is not None:
                current_request().standings[key] = standing


def _outcome(standing: Standing | None) -> Literal["allowed", "refused", "unreachable"]:
    if standing is None:
        return "unreachable"
    return "allowed" if standing.is_granted else "refused"


def _uses(buckets: Buckets) -> list[tuple[str, Rate]]:
    return [(_key(bucket, rate), rate) for bucket, rates in buckets for rate in rates]


def _key(bucket: str, rate: Rate) -> str:
    """Return the key of one rate of a bucket: another rate, after a change of the settings, begins anew."""
    return f"{bucket}|{rate.amount}/{rate.seconds}"
