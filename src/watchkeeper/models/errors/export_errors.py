"""Errors of exports."""

from watchkeeper.foundation.core.errors import NotFoundError


class ExportFormatUnknownError(NotFoundError):
    code = "export_format_unknown"
    title = "There is no such export"
    detail = "The exports are watchkeeper.zip, letterboxd.csv, imdb.csv, trakt.json and myanimelist.xml."
