"""Errors of titles, genres and platforms."""

from watchkeeper.foundation.core.errors import ErrorKind, FieldError, ServiceError


class TitleNotFoundError(ServiceError):
    kind = ErrorKind.NOT_FOUND
    code = "title_not_found"
    title = "There is no such title"
    detail = "No title of the catalogue has this id."


class GenreNotFoundError(ServiceError):
    kind = ErrorKind.NOT_FOUND
    code = "genre_not_found"
    title = "There is no such genre"
    detail = "No genre has this id."


class PlatformNotFoundError(ServiceError):
    kind = ErrorKind.NOT_FOUND
    code = "platform_not_found"
    title = "There is no such platform"
    detail = "No platform has this id."


class NameTakenError(ServiceError):
    kind = ErrorKind.CONFLICT
    code = "name_taken"
    title = "The name is taken"
    detail = "Another one has this name; upper and lower case count as the same."


class InUseError(ServiceError):
    kind = ErrorKind.CONFLICT
    code = "in_use"
    title = "It is in use"
    detail = "Other records refer to it, so it can't be deleted."


class ExternalIdTakenError(ServiceError):
    kind = ErrorKind.CONFLICT
    code = "external_id_taken"
    title = "The external id is taken"
    detail = "Another title of this media type has this id at this source."


class UnknownReferenceError(ServiceError):
    """A body refers to genres or platforms that do not exist; it has one field error for each unknown id."""

    kind = ErrorKind.INVALID
    code = "unknown_reference"
    title = "Something named in the body does not exist"
    detail = "See errors for which ids name nothing."


class RelevanceNeedsQueryError(ServiceError):
    kind = ErrorKind.INVALID
    code = "relevance_needs_query"
    title = "Sorting by relevance needs a query"
    detail = "Send q, or sort by something else."
    fields = (FieldError("/query/sort", "Relevance is only defined together with q.", "relevance_needs_query"),)


class YearsReversedError(ServiceError):
    kind = ErrorKind.INVALID
    code = "years_reversed"
    title = "The years are the wrong way round"
    detail = "year_from may not be later than year_to."
    fields = (FieldError("/query/year_from", "Later than year_to.", "years_reversed"),)
