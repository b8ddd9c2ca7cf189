"""Errors of the service. `foundation.http.problems` maps each kind to an HTTP status."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """One invalid field of a request: a JSON pointer to it, a message, a stable code."""

    pointer: str
    detail: str
    code: str


class ErrorKind(StrEnum):
    """Kinds of errors, each with one HTTP status."""

    BAD_REQUEST = "bad_request"
    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    CONFLICT = "conflict"
    PRECONDITION_FAILED = "precondition_failed"
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    TOO_MANY_REQUESTS = "too_many_requests"
    HEADERS_TOO_LARGE = "headers_too_large"
    UNAVAILABLE = "unavailable"
    BAD_GATEWAY = "bad_gateway"
    GATEWAY_TIMEOUT = "gateway_timeout"
    INTERNAL = "internal"


class ServiceError(Exception):
    """An error with a kind, a stable machine-readable code and a message for people.

    `retry_after` is in seconds, and set if a retry may succeed.
    """

    kind: ClassVar[ErrorKind] = ErrorKind.INTERNAL
    code: ClassVar[str] = "internal_error"
    title: ClassVar[str] = "Something went wrong on our side"
    detail: str = "The request could not be answered. It has been logged under its request id."
    fields: tuple[FieldError, ...] = ()
    retry_after: int | None = None

    def __init__(self, detail: str | None = None, *, fields: tuple[FieldError, ...] | None = None) -> None:
        self.detail = detail if detail is not None else self.detail
        self.fields = fields if fields is not None else self.fields
        super().__init__(self.detail)


class InvalidInputError(ServiceError):
    kind = ErrorKind.INVALID
    code = "validation_failed"
    title = "The request is not valid"
    detail = "See errors for what is wrong, each with a pointer to its place."


class InvalidCursorError(ServiceError):
    kind = ErrorKind.INVALID
    code = "invalid_cursor"
    title = "The cursor is not valid"
    detail = "Use next_cursor of an earlier answer, with the same sort."
    fields = (FieldError("/query/cursor", "Not a cursor of this list in this order.", "invalid_cursor"),)


class PreconditionFailedError(ServiceError):
    kind = ErrorKind.PRECONDITION_FAILED
    code = "precondition_failed"
    title = "The resource has changed meanwhile"
    detail = "If-Match names another version than the current one. Read it again, then repeat the change."


class UntrustedHostError(ServiceError):
    kind = ErrorKind.BAD_REQUEST
    code = "untrusted_host"
    title = "The host is not one of this service"
    detail = "The header Host names an address that this service does not answer for (TRUSTED_HOSTS)."


class BodyTooLargeError(ServiceError):
    kind = ErrorKind.TOO_LARGE
    code = "body_too_large"
    title = "The body is too large"
    detail = "A body may hold 1 MiB."


class UnsupportedMediaTypeError(ServiceError):
    kind = ErrorKind.UNSUPPORTED_MEDIA_TYPE
    code = "unsupported_media_type"
    title = "The media type of the body is not supported"
    detail = "Send the body as application/json in UTF-8, without a content coding."


class RouteNotFoundError(ServiceError):
    kind = ErrorKind.NOT_FOUND
    code = "route_not_found"
    title = "There is nothing at this address"
    detail = "No operation has this path. See /docs for those that exist."


class MethodNotAllowedError(ServiceError):
    kind = ErrorKind.METHOD_NOT_ALLOWED
    code = "method_not_allowed"
    title = "The method is not allowed here"
    detail = "The header Allow names the methods of this path."


class DatabaseUnavailableError(ServiceError):
    kind = ErrorKind.UNAVAILABLE
    code = "database_unavailable"
    title = "The database does not answer"
    detail = "Nothing was changed as far as is known. Try again in a moment."
    retry_after = 1


class TransactionConflictError(DatabaseUnavailableError):
    """A deadlock or a serialization failure: the database rolled the whole transaction back."""

    code = "transaction_conflict"
    title = "Others changed the same things at the same moment"
    detail = "Nothing was changed. Try again in a moment."
