"""The port of rate limiters, and the classes of routes and counters that go with it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from watchkeeper.foundation.core.rates import Rate, RateLimitStatus


class RateLimitClass(StrEnum):
    """Kinds of routes, each with limits of its own. Routes that say nothing are reads (GET) or writes (the others)."""

    READS = "reads"
    WRITES = "writes"
    DISCOVERY = "discovery"
    IMPORTS = "imports"
    LOGIN = "login"
    REGISTER = "register"
    UNLIMITED = "unlimited"


@dataclass(slots=True)
class RateLimitCounters:
    """What limits did in this process since it began, for metrics; plain numbers that only grow.

    `allowed` and `rejected` count uses of single rates: a request may use several. `uncounted` ones were let pass
    because the shared store did not answer, `counted_locally` ones were counted by this process instead, and
    `store_failures` is how often the store was asked in vain.
    """

    allowed: int = 0
    rejected: int = 0
    uncounted: int = 0
    counted_locally: int = 0
    store_failures: int = 0


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
