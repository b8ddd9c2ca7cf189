"""Refusals of the service as a whole."""

from watchkeeper.models.errors.base import ErrorKind, WatchkeeperError


class NotReadyError(WatchkeeperError):
    kind = ErrorKind.UNAVAILABLE
    code = "not_ready"
    title = "The service takes no traffic"
    detail = "It is starting, draining, or without its database."
    retry_after = 1
