from typing import Protocol

from watchkeeper.foundation.core.rates import Rate, RateLimitStatus


class RateLimiter(Protocol):
    """Counts uses of rates under keys.

    A window begins with the first use under a key and ends after the seconds of the rate; then the whole amount is
    there again. Refused uses are not counted. Of uses at the same moment, by however many processes that share the
    store, exactly as many are granted as the rate has. A key is always used with the same rate.
    """

    async def hit(self, key: str, rate: Rate, *, must_count_locally: bool = False) -> RateLimitStatus | None:
        """Use a rate once, if anything of it is left.

        Returns None where the store does not answer: the use was not counted. A vital one is then counted by this
        process alone.
        """
        ...

    async def find(self, key: str, rate: Rate, *, must_count_locally: bool = False) -> RateLimitStatus | None:
        """Return how a rate stands without using it; `is_allowed` says whether a use would be. None as for `hit`."""
        ...

    async def refund(self, key: str, rate: Rate) -> None:
        """Undo one granted use; nothing happens when its window is over, or the store does not answer."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
