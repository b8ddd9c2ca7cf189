"""UUID version 7 (RFC 9562 §5.7); the standard library has it from Python 3.14 on."""

import os
import threading
import time
from uuid import UUID

_RANDOM_BITS = 74
_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """Return a new UUIDv7: 48 bits of Unix milliseconds, then 74 random bits.

    Within one process each id is greater than the previous one, also within a millisecond.
    """
    global _last  # noqa: PLW0603 - the monotonic counter of RFC 9562 §6.2 is process-wide by definition
    random = int.from_bytes(os.urandom(10), "big") >> (80 - _RANDOM_BITS)
    fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | random
    with _lock:
        _last = fresh if fresh > _last else _last + 1
        value = _last
    milliseconds, tail = value >> _RANDOM_BITS, value & ((1 << _RANDOM_BITS) - 1)
    high, low = tail >> 62, tail & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
