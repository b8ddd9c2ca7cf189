import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil

from watchkeeper.foundation.core.rates import Rate, RateLimitStatus

_MAX_WINDOWS = 200_000
_FEWEST_BEFORE_SWEEP = 1024


class _Window:
    __slots__ = ("ends_at", "used")

    def __init__(self, ends_at: float) -> None:
        self.ends_at = ends_at
        self.used = 0


class MemoryRateLimiter:
    """A rate limiter in the memory of this process; one use takes half a microsecond.

    It replaces the memory storage of the library `limits`, which scans all of its keys after each use. `clock` returns
    seconds. Memory is bounded: beyond `max_windows` the oldest window is dropped, which resets the count of its key.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, max_windows: int = _MAX_WINDOWS) -> None:
        self._clock = clock
        self._max_windows = max_windows
        self._windows: OrderedDict[str, _Window] = OrderedDict()
        self._sweep_at = _FEWEST_BEFORE_SWEEP

    async def hit(self, key: str, rate: Rate, *, must_count_locally: bool = False) -> RateLimitStatus | None:
        del must_count_locally
        now = self._clock()
        window = self._windows.get(key)
        if window is None or window.ends_at <= now:
            window = self._open(key, now, rate)
        is_allowed = window.used < rate.amount
        if is_allowed:
            window.used += 1
        return RateLimitStatus(rate, is_allowed, rate.amount - window.used, ceil(window.ends_at - now))

    async def find(self, key: str, rate: Rate, *, must_count_locally: bool = False) -> RateLimitStatus | None:
        del must_count_locally
        now = self._clock()
        window = self._windows.get(key)
        if window is None or window.ends_at <= now:
            return RateLimitStatus(rate, rate.amount > 0, rate.amount, rate.seconds)
        remaining = rate.amount - window.used
        return RateLimitStatus(rate, remaining > 0, remaining, ceil(window.ends_at - now))

    async def refund(self, key: str, rate: Rate) -> None:
        del rate
        window = self._windows.get(key)
        if window is not None and window.used > 0:
            window.used -= 1

    async def close(self) -> None:
        self._windows.clear()

    def _open(self, key: str, now: float, rate: Rate) -> _Window:
        self._windows.pop(key, None)  # keeps the windows in the order of their start
        if len(self._windows) >= self._sweep_at:
            self._sweep(now)
        if len(self._windows) >= self._max_windows:
            self._windows.popitem(last=False)
        window = self._windows[key] = _Window(now + rate.seconds)
        return window

    def _sweep(self, now: float) -> None:
        """Drop the windows that have ended. The next sweep is at twice the remaining number: amortized O(1) a use."""
        for key in [key for key, window in self._windows.items() if window.ends_at <= now]:
            del self._windows[key]
        self._sweep_at = max(_FEWEST_BEFORE_SWEEP, 2 * len(self._windows))
