"""Errors of moments that people name."""

from watchkeeper.foundation.core.errors import FieldError, InvalidError


class InTheFutureError(InvalidError):
    """A moment that has not come yet."""

    code = "in_the_future"
    title = "The moment has not come yet"
    detail = "What was watched has been watched: a moment of the future is no time of it."

    @classmethod
    def of(cls, member: str) -> "InTheFutureError":
        """Return the error of a member of the body."""
        error = cls()
        error.fields = (FieldError(f"/body/{member}", "Later than now.", cls.code),)
        return error
