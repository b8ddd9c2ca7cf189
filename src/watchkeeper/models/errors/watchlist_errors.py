"""Errors of the watchlist."""

from watchkeeper.foundation.core.errors import ErrorKind, ServiceError


class WatchEntryNotFoundError(ServiceError):
    kind = ErrorKind.NOT_FOUND
    code = "watch_entry_not_found"
    title = "There is no such watch entry"
    detail = "Your watchlist has no entry with this id."


class AlreadyInWatchlistError(ServiceError):
    kind = ErrorKind.CONFLICT
    code = "already_in_watchlist"
    title = "The title is already in your watchlist"
    detail = "A title stands in a watchlist once. Change the entry that is there."
