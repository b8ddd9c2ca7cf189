"""Refusals of the audit trail."""

from watchkeeper.models.errors.base import ErrorKind, WatchkeeperError
from watchkeeper.models.errors.field_error import FieldError


class TimesReversedError(WatchkeeperError):
    kind = ErrorKind.INVALID
    code = "times_reversed"
    title = "The times are the wrong way round"
    detail = "since may not be later than until."
    fields = (FieldError("/query/since", "Later than until.", "times_reversed"),)
