"""The one source of the current time."""

import time
from datetime import UTC, datetime

_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def now() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.now(UTC)


def elapsed() -> float:
    """Return seconds that only grow, also while the machine sleeps where the system can tell."""
    return time.clock_gettime(_CLOCK)
