"""Errors of the audit trail."""

from watchkeeper.foundation.core.errors import FieldError, InvalidError


class TimesReversedError(InvalidError):
    code = "times_reversed"
    title = "The time range is reversed"
    detail = "since must not be later than until."
    fields = (FieldError("/query/since", "Later than until.", "times_reversed"),)
