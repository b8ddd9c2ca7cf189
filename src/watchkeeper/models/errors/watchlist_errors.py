"""Errors of the watchlist."""

from watchkeeper.foundation.core.errors import ErrorKind, ServiceError


class WatchEntryNotFoundError(ServiceError):
    kind = ErrorKind.NOT_FOUND
    code = "watch_entry_not_found"
    title = "Watch entry not found"
    detail = "Your watchlist has no entry with this id."


class AlreadyInWatchlistError(ServiceError):
    kind = ErrorKind.CONFLICT
    code = "already_in_watchlist"
    title = "The title is already in your watchlist"
    detail = "A watchlist has one entry a title. Change the existing one."
