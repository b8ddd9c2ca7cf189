"""The errors that a client of another service raises, chosen by its user."""

from collections.abc import Callable
from dataclasses import dataclass

from watchkeeper.foundation.core.errors import ServiceError


@dataclass(frozen=True, slots=True)
class UpstreamErrors:
    """The error for each failure of the service. `retry_after` is set where the delay is known."""

    unavailable: type[ServiceError]
    """It failed, its response is invalid, or the circuit breaker is open."""
    timeout: type[ServiceError]
    busy: type[ServiceError]
    """Too many requests: at the service (429), or in this process."""
    unauthorized: type[ServiceError]
    """It rejects the token of this service."""
    token_rejected: type[ServiceError]
    """It rejects the caller's own token."""
    not_found: type[ServiceError]
    rejected_request: type[ServiceError]
    """It rejects the parameters."""

    @property
    def down(self) -> tuple[type[ServiceError], ...]:
        """The errors that mean that the service could not be reached or did not respond."""
        return self.unavailable, self.timeout, self.busy


def after(error: Callable[[], ServiceError], seconds: int | None) -> ServiceError:
    """Return an error with `retry_after` set to `seconds`, if known."""
    made = error()
    made.retry_after = seconds
    return made
