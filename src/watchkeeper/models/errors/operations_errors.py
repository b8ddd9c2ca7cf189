"""Refusals of the service as a whole."""

from watchkeeper.models.errors.base import ErrorKind, WatchkeeperError


class NotReadyError(WatchkeeperError):
    kind = ErrorKind.UNAVAILABLE
    code = "not_ready"
    title = "The service takes no traffic"
    detail = "It is without its database."
    retry_after = 1


class StoppingError(WatchkeeperError):
    kind = ErrorKind.UNAVAILABLE
    code = "stopping"
    title = "The service is being stopped"
    detail = "The request could not be finished in time. Whether it had an effect is not known."
    retry_after = 1


class RateLimitedError(WatchkeeperError):
    kind = ErrorKind.TOO_MANY_REQUESTS
    code = "rate_limited"
    title = "Too many requests"
    detail = "Wait as many seconds as the header Retry-After says."
    retry_after = 60

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after
