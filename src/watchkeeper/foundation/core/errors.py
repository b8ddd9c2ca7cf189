"""Errors of the service. `foundation.http.problems` maps each kind to an HTTP status."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FieldError:
    """One invalid field of a request: a JSON pointer to it, a message, a stable code."""

    pointer: str
    detail: str
    code: str


class ErrorKind(StrEnum):
    """Kinds of errors, each with one HTTP status."""

    MOVED = "moved"
    BAD_REQUEST = "bad_request"
    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    CONFLICT = "conflict"
    GONE = "gone"
    PRECONDITION_FAILED = "precondition_failed"
    PRECONDITION_REQUIRED = "precondition_required"
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

    `hint` is for developers of clients; it stands in the page of error codes. `retry_after` is in seconds, and set if a
    retry may succeed.
    """

    kind: ClassVar[ErrorKind] = ErrorKind.INTERNAL
    code: ClassVar[str] = "internal_error"
    title: ClassVar[str] = "Internal error"
    media_type: ClassVar[str] = "application/problem+json"
    hint: ClassVar[str] = ""
    detail: str = "The request failed because of a bug of the service. It is logged under its request id."
    fields: tuple[FieldError, ...] = ()
    retry_after: int | None = None

    def __init__(self, detail: str | None = None, *, fields: tuple[FieldError, ...] | None = None) -> None:
        self.detail = detail if detail is not None else self.detail
        self.fields = fields if fields is not None else self.fields
        super().__init__(self.detail)

    def members(self) -> Mapping[str, str | int]:
        """Return further members of the response, before those of a problem."""
        return {}


class MovedError(ServiceError):
    """The resource with the id `old_id` in the path of the request has another id now, by which it is found."""

    kind = ErrorKind.MOVED

    def __init__(self, old_id: str, new_id: str) -> None:
        super().__init__()
        self.old_id = old_id
        self.new_id = new_id


class NotFoundError(ServiceError):
    kind = ErrorKind.NOT_FOUND


@dataclass(frozen=True, slots=True)
class Existing:
    """What a request conflicts with: its kind, as the option `shows` of its route names it, and its id.

    `key` is what its path ends in, if that is not its id; `within` is the id of the resource that it is a part of.
    """

    kind: str
    id: UUID | int
    key: str | None = None
    within: UUID | None = None


class ConflictError(ServiceError):
    kind = ErrorKind.CONFLICT


class ExistingConflictError(ConflictError):
    """A conflict with a resource that the response names: codes `already_…`, `…_taken`, `…_running` and `in_use`.

    `existing` is the resource if it is known already; `find_existing` finds it when the failed transaction has ended.
    """

    find_existing: Callable[[], Awaitable[Existing | None]] | None = None

    def __init__(self, *, existing: Existing | None = None) -> None:
        super().__init__()
        self.existing = existing


class InvalidError(ServiceError):
    kind = ErrorKind.INVALID


class UnauthenticatedError(ServiceError):
    kind = ErrorKind.UNAUTHENTICATED


class ForbiddenError(ServiceError):
    kind = ErrorKind.FORBIDDEN


class UnavailableError(ServiceError):
    kind = ErrorKind.UNAVAILABLE


class InvalidInputError(InvalidError):
    code = "validation_failed"
    title = "The request is not valid"
    detail = "See errors: each has a pointer to the invalid value."


class InvalidCursorError(InvalidError):
    code = "invalid_cursor"
    title = "The cursor is not valid"
    detail = "Use next_cursor of an earlier response, with the same sort."
    fields = (FieldError("/query/cursor", "Not a cursor of this list in this order.", "invalid_cursor"),)


class AuthenticationRequiredError(UnauthenticatedError):
    code = "authentication_required"
    title = "Authentication is required"
    detail = "Send an access token: Authorization: Bearer <access token>."


class InvalidTokenError(UnauthenticatedError):
    code = "invalid_token"
    title = "The access token is not valid"
    detail = "It is expired, revoked or malformed, or its session or account has ended. Refresh it or sign in again."


class OriginNotAllowedError(ForbiddenError):
    code = "origin_not_allowed"
    title = "Only the page of this service may do this"
    detail = "The request is signed in by a cookie, and does not come from a page of this service."
    hint = (
        "With a cookie, whatever is no GET needs `X-Watchkeeper-Page: 1` and an `Origin` with the host and port that"
        " the service is reached at (`Host`, or `PUBLIC_URL` where that is set). Other clients send an access token."
    )


class TwoAccountsError(ServiceError):
    kind = ErrorKind.BAD_REQUEST
    code = "two_accounts"
    title = "The request is signed in twice"
    detail = "Its access token and its cookie belong to different accounts. Send one of them."


class AdminRequiredError(ForbiddenError):
    code = "admin_required"
    title = "Only admins may do this"
    detail = "Your account does not have the role admin."


class InsufficientScopeError(ForbiddenError):
    """The application token lacks some of `scopes`, which the response names in its challenge (RFC 6750 §3.1)."""

    code = "insufficient_scope"
    title = "The application token may not do this"
    detail = "The header WWW-Authenticate names the scopes that are needed."

    def __init__(self, scopes: Iterable[str]) -> None:
        super().__init__()
        self.scope = " ".join(sorted(scopes))


class SessionRequiredError(ForbiddenError):
    code = "session_required"
    title = "Only a signed-in person may do this"
    detail = "Application tokens do not reach sign-in, profile, sessions and tokens. Sign in with the password."


class PreconditionFailedError(ServiceError):
    kind = ErrorKind.PRECONDITION_FAILED
    code = "precondition_failed"
    title = "The resource has changed"
    detail = "If-Match does not match the current version. Read the resource again, then repeat the change."


class PreconditionRequiredError(ServiceError):
    kind = ErrorKind.PRECONDITION_REQUIRED
    code = "precondition_required"
    title = "The version to change is missing"
    detail = "Send If-Match with the ETag of the version that you have read."


class UntrustedHostError(ServiceError):
    kind = ErrorKind.BAD_REQUEST
    code = "untrusted_host"
    title = "The host is not allowed"
    detail = "The header Host names a host that this service does not accept (TRUSTED_HOSTS)."


class BodyTooLargeError(ServiceError):
    kind = ErrorKind.TOO_LARGE
    code = "body_too_large"
    title = "The body is too large"
    detail = "A body has at most 1 MiB."


class PayloadTooLargeError(BodyTooLargeError):
    code = "payload_too_large"
    title = "The file is too large"
    detail = "A file has at most 50 MiB, unless the service is set to take more."


class UnsupportedMediaTypeError(ServiceError):
    kind = ErrorKind.UNSUPPORTED_MEDIA_TYPE
    code = "unsupported_media_type"
    title = "The media type of the body is not supported"
    detail = "Send the body as application/json in UTF-8, without a content coding."


class RouteNotFoundError(NotFoundError):
    code = "route_not_found"
    title = "Route not found"
    detail = "No operation has this path."


class MethodNotAllowedError(ServiceError):
    kind = ErrorKind.METHOD_NOT_ALLOWED
    code = "method_not_allowed"
    title = "The method is not allowed here"
    detail = "The header Allow names the methods of this path."


class DatabaseUnavailableError(UnavailableError):
    code = "database_unavailable"
    title = "The database is unavailable"
    detail = "Nothing was changed as far as the service knows. Try again in a moment."
    retry_after = 1


class TransactionConflictError(DatabaseUnavailableError):
    """A deadlock or a serialization failure: the database rolled the whole transaction back."""

    code = "transaction_conflict"
    title = "Concurrent changes conflict"
    detail = "Nothing was changed. Try again in a moment."
