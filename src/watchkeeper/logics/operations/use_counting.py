from watchkeeper.models.errors.operations_errors import RateLimitedError
from watchkeeper.models.types.limit_counters import LimitCounters
from watchkeeper.models.types.rate_limit import Rate, Rates, first_to_refuse
from watchkeeper.models.types.request_context import current_request
from watchkeeper.repositories.operations.rate_limiter import RateLimiter


class UseCounting:
    """Counts the uses of a bucket against all its rates, and notes for the request under way how each stands."""

    def __init__(self, *, limiter: RateLimiter, counters: LimitCounters) -> None:
        self._limiter = limiter
        self._counters = counters

    async def take(self, bucket: str, rates: Rates, *, is_vital: bool = False) -> None:
        """Use the bucket once. Raises RateLimitedError with the smallest wait after which nothing refuses."""
        standings = current_request().standings
        for rate in rates:
            key = _key(bucket, rate)
            standing = await self._limiter.hit(key, rate, is_vital=is_vital)
            if standing is None:
                continue
            standings[key] = standing
            if not standing.is_granted:
                self._counters.refused += 1
                # what the request used before has to be there again, too
                raise RateLimitedError(first_to_refuse(list(standings.values())).reset_seconds)
            self._counters.granted += 1

    async def give_back(self, bucket: str, rates: Rates) -> None:
        """Undo one use of the bucket that was granted."""
        standings = current_request().standings
        for rate in rates:
            key = _key(bucket, rate)
            await self._limiter.give_back(key, rate)
            standing = standings.get(key)
            if standing is not None:
                standings[key] = standing._replace(remaining=standing.remaining + 1)

    async def mark(self, bucket: str, rate: Rate) -> None:
        """Remember the bucket for the seconds of `rate`."""
        await self._limiter.hit(_key(bucket, rate), rate, is_vital=True)

    async def is_marked(self, bucket: str, rate: Rate) -> bool:
        standing = await self._limiter.find(_key(bucket, rate), rate, is_vital=True)
        return standing is not None and not standing.is_granted


def _key(bucket: str, rate: Rate) -> str:
    """Return the key of one rate of a bucket: another rate, after a change of the settings, begins anew."""
    return f"{bucket}|{rate.amount}/{rate.seconds}"
