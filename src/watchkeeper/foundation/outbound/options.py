from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UpstreamOptions:
    """How long, and how much of, an answer of another service is waited for. Times are in seconds."""

    connect_seconds: float = 2.0
    read_seconds: float = 4.0
    total_seconds: float = 8.0
    most_calls: int = 20
    most_bytes: int = 4 * 1024 * 1024
    attempts: int = 3
    longest_wait_seconds: float = 1.0
    """How long a call waits for its turn, and for what a service names in `Retry-After` before it is tried again."""
    failures_to_open: int = 8
    """So many failures in a row, and the service is left alone for `recovery_seconds`."""
    recovery_seconds: int = 3
