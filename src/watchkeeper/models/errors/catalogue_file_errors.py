"""Errors of files that are to be loaded into the catalogue."""

from watchkeeper.foundation.core.errors import InvalidError


class CatalogueFileError(InvalidError):
    """The file can't be read, and nothing was loaded. `detail` has the reason."""

    code = "catalogue_file_unreadable"
    title = "The catalogue file can't be read"
    detail = "Accepted are CSV with a header and JSON lines, plain or gzip, in UTF-8 or Windows-1252."
