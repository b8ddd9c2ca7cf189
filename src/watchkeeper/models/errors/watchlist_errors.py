"""Errors of the watchlist."""

from watchkeeper.foundation.core.errors import ExistingConflictError, NotFoundError


class WatchEntryNotFoundError(NotFoundError):
    code = "watch_entry_not_found"
    title = "Watch entry not found"
    detail = "Your watchlist has no entry with this id."


class AlreadyInWatchlistError(ExistingConflictError):
    code = "already_in_watchlist"
    title = "The title is already in your watchlist"
    detail = "A watchlist has one entry a title."
    hint = "Change the one in `existing`."
