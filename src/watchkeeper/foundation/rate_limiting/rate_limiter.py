"""The port of rate limiters, with the classes of routes."""

from enum import StrEnum
from typing import Protocol

from watchkeeper.foundation.core.rates import Rate, RateLimitStatus


class RateLimitClass(StrEnum):
    """Classes of routes, each with its own limits. By default a route is in READS (GET) or WRITES (other methods)."""

    READS = "reads"
    WRITES = "writes"
    DISCOVERY = "discovery"
    IMPORTS = "imports"
    CALENDARS = "calendars"
    LOGIN = "login"
    REGISTER = "register"
    UNLIMITED = "unlimited"


class RateLimiter(Protocol):
    """Counts uses of rates per key, in fixed windows.

    A window begins with the first use of a key and ends after the seconds of the rate. Rejected uses are not counted.
    Counting is atomic over all processes that share the store: concurrent uses never exceed the amount of the rate.
    A key must always be used with the same rate.
    """

    async def hit(self, key: str, rate: Rate, *, must_count_locally: bool = False) -> RateLimitStatus | None:
        """Count one use, if the rate allows it.

        Returns None if the store fails: then the use was not counted. With `must_count_locally` this process counts
        the use instead.
        """
        ...

    async def find(self, key: str, rate: Rate, *, must_count_locally: bool = False) -> RateLimitStatus | None:
        """Return the status without counting a use; `is_allowed` tells whether a use would be. None as for `hit`."""
        ...

    async def refund(self, key: str, rate: Rate) -> None:
        """Undo one allowed use. Does nothing if its window has ended or the store fails."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...
