"""Errors of files that are loaded into the catalogue."""

from watchkeeper.foundation.core.errors import ErrorKind, ServiceError


class CatalogueFileError(ServiceError):
    """The file can't be read, and nothing was loaded. `detail` has the reason."""

    kind = ErrorKind.INVALID
    code = "catalogue_file_unreadable"
    title = "The catalogue file can't be read"
    detail = "It is CSV with a header or JSON lines, plain or gzip, in UTF-8 or Windows-1252."
