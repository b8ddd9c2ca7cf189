"""Refusals of the watchlist."""

from watchkeeper.models.errors.base import ErrorKind, WatchkeeperError


class WatchEntryNotFoundError(WatchkeeperError):
    kind = ErrorKind.NOT_FOUND
    code = "watch_entry_not_found"
    title = "There is no such watch entry"
    detail = "Your watchlist has no entry with this id."


class AlreadyInWatchlistError(WatchkeeperError):
    kind = ErrorKind.CONFLICT
    code = "already_in_watchlist"
    title = "The title is already in your watchlist"
    detail = "A title stands in a watchlist once. Change the entry that is there."
