"""Errors of operations and of their undo."""

from watchkeeper.foundation.core.errors import (
    ConflictError,
    ErrorKind,
    ExistingConflictError,
    NotFoundError,
    ServiceError,
)


class OperationNotFoundError(NotFoundError):
    code = "operation_not_found"
    title = "There is no such operation"
    detail = "No operation of yours has this id. Operations are removed some days after they expired."


class AlreadyUndoneError(ExistingConflictError):
    """`existing` is the operation that undid it."""

    code = "already_undone"
    title = "This has been undone already"
    detail = "Nothing was changed now."


class NotUndoableError(ConflictError):
    code = "not_undoable"
    title = "An undo can't be undone"
    detail = "Repeat the change itself."


class UndoExpiredError(ServiceError):
    kind = ErrorKind.GONE
    code = "undo_expired"
    title = "It is too late to undo this"
    detail = "What an operation changed is remembered until its expires_at."
