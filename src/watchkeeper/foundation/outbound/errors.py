"""Which errors a client of another service raises: those of whoever uses it, in place of errors of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from watchkeeper.foundation.core.errors import ServiceError


@dataclass(frozen=True, slots=True)
class UpstreamErrors:
    """What is raised for which failure of the service. `retry_after` is set on those raised for a pause."""

    unavailable: type[ServiceError]
    """It failed, its answer makes no sense, or it is not asked because it has failed too often."""
    timeout: type[ServiceError]
    busy: type[ServiceError]
    """It is asked too often: by everybody (429), or by this process."""
    unauthorized: type[ServiceError]
    """It rejects the token of this service."""
    token_rejected: type[ServiceError]
    """It rejects the caller's own token."""
    not_found: type[ServiceError]
    rejected_request: type[ServiceError]
    """It does not take the parameters."""

    @property
    def down(self) -> tuple[type[ServiceError], ...]:
        """The errors that say nothing of what was asked for: it could not be asked."""
        return self.unavailable, self.timeout, self.busy


def after(error: Callable[[], ServiceError], seconds: int | None) -> ServiceError:
    """Return an error that asks to try again after so many seconds, if it is known how many."""
    made = error()
    made.retry_after = seconds
    return made
