"""Errors of what the page shows."""

from watchkeeper.foundation.core.errors import NotFoundError


class NothingFitsError(NotFoundError):
    code = "nothing_fits"
    title = "Nothing you planned fits"
    detail = "No planned title of your watchlist is within these limits."


class NoPosterError(NotFoundError):
    code = "no_poster"
    title = "The title has no poster"
    detail = "It has none, or its host is unknown or fails."
