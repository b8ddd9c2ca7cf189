"""Errors of the watchlist."""

from watchkeeper.foundation.core.errors import ExistingConflictError, FieldError, InvalidError, NotFoundError


class WatchEntryNotFoundError(NotFoundError):
    code = "watch_entry_not_found"
    title = "Watch entry not found"
    detail = "Your watchlist has no entry with this id."


class AlreadyInWatchlistError(ExistingConflictError):
    code = "already_in_watchlist"
    title = "The title is already in your watchlist"
    detail = "A watchlist has one entry a title."
    hint = "Change the one in `existing`."


class RatingsReversedError(InvalidError):
    code = "ratings_reversed"
    title = "The range of ratings is reversed"
    detail = "rating_from must not be greater than rating_to."
    fields = (FieldError("/query/rating_from", "Greater than rating_to.", "ratings_reversed"),)
