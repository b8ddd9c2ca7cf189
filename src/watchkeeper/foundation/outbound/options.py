from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UpstreamOptions:
    """Timeouts, in seconds, and other bounds of calls to another service."""

    connect_seconds: float = 2.0
    read_seconds: float = 4.0
    total_seconds: float = 8.0
    max_calls: int = 20
    max_bytes: int = 4 * 1024 * 1024
    attempts: int = 3
    longest_wait_seconds: float = 1.0
    """How long a call waits for a permit, and the longest `Retry-After` that it waits for before a retry."""
    failures_to_open: int = 8
    """After this many failures in a row the circuit breaker stays open for `recovery_seconds`."""
    recovery_seconds: int = 3
