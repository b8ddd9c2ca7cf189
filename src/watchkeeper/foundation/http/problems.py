"""Problem responses (RFC 9457): the only format of errors. All of them are created here."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import structlog
from fastapi import Request
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from watchkeeper.foundation.core.errors import (
    ErrorKind,
    FieldError,
    InsufficientScopeError,
    InvalidInputError,
    MovedError,
    ServiceError,
)
from watchkeeper.foundation.http.prefixes import with_prefix
from watchkeeper.foundation.http.request_state import state_of

MEDIA_TYPE = ServiceError.media_type

STATUSES: Mapping[ErrorKind, HTTPStatus] = {
    ErrorKind.MOVED: HTTPStatus.MOVED_PERMANENTLY,
    ErrorKind.BAD_REQUEST: HTTPStatus.BAD_REQUEST,
    ErrorKind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    ErrorKind.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    ErrorKind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorKind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorKind.METHOD_NOT_ALLOWED: HTTPStatus.METHOD_NOT_ALLOWED,
    ErrorKind.CONFLICT: HTTPStatus.CONFLICT,
    ErrorKind.GONE: HTTPStatus.GONE,
    ErrorKind.PRECONDITION_FAILED: HTTPStatus.PRECONDITION_FAILED,
    ErrorKind.PRECONDITION_REQUIRED: HTTPStatus.PRECONDITION_REQUIRED,
    ErrorKind.TOO_SLOW: HTTPStatus.REQUEST_TIMEOUT,
    ErrorKind.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    ErrorKind.UNSUPPORTED_MEDIA_TYPE: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    ErrorKind.TOO_MANY_REQUESTS: HTTPStatus.TOO_MANY_REQUESTS,
    ErrorKind.HEADERS_TOO_LARGE: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    ErrorKind.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorKind.BAD_GATEWAY: HTTPStatus.BAD_GATEWAY,
    ErrorKind.GATEWAY_TIMEOUT: HTTPStatus.GATEWAY_TIMEOUT,
    ErrorKind.INTERNAL: HTTPStatus.INTERNAL_SERVER_ERROR,
}

MALFORMED_BODY = FieldError("/body", "The body can't be read.", "malformed_body")

_log = structlog.get_logger(__name__)


def field_errors(failure: ValidationError, *place: str) -> Iterator[FieldError]:
    """Yield the errors of a value at `place` in the request."""
    for error in failure.errors(include_url=False, include_context=False, include_input=False):
        inner = (step for step in error["loc"] if step != "[key]")
        yield FieldError(pointer_of(*place, *inner), error["msg"].removeprefix("Value error, "), error["type"])


def pointer_of(*place: Any) -> str:  # noqa: ANN401 - names and indexes
    """Return the JSON pointer of a place (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in place)


def problem_document(error: ServiceError, request: Request) -> dict[str, Any]:
    """Return the problem document of `error`."""
    document: dict[str, Any] = {
        "type": f"urn:watchkeeper:problem:{error.code}",
        "title": error.title,
        "status": STATUSES[error.kind].value,
        "detail": error.detail,
        "instance": with_prefix(request.scope, _path_of(request)),
        "code": error.code,
        "request_id": state_of(request.scope).request_id or "",
    }
    if error.kind is ErrorKind.INVALID:
        document["errors"] = [
            {"pointer": field.pointer, "detail": field.detail, "code": field.code} for field in error.fields
        ]
    return document


def problem_headers(error: ServiceError) -> dict[str, str]:
    """Return the headers of the problem response of `error`: no-store, and the challenge, Retry-After and such."""
    headers = {"Cache-Control": "no-store"}
    if error.kind is ErrorKind.UNAUTHENTICATED:
        headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if error.code == "invalid_token" else "Bearer"
    if isinstance(error, InsufficientScopeError):
        headers["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{error.scope}"'
    if error.kind is ErrorKind.TOO_SLOW:
        headers["Connection"] = "close"  # RFC 9110 §15.5.9: the server does not wait for the rest of the request
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    return headers


def problem_response(
    error: ServiceError,
    request: Request,
    headers: Mapping[str, str] | None = None,
    members: Mapping[str, Any] | None = None,
) -> Response:
    """Return the problem response of `error`, with additional headers and members."""
    moved = _moved_headers(error, request) if isinstance(error, MovedError) else {}
    return JSONResponse(
        {**error.members(), **problem_document(error, request), **(members or {})},
        status_code=STATUSES[error.kind].value,
        headers=problem_headers(error) | moved | dict(headers or {}),
        media_type=error.media_type,
    )


def _moved_headers(error: MovedError, request: Request) -> dict[str, str]:
    """Return the address of what has moved: that of the request with the new id in place of the old one."""
    segments = [error.new_id if _is_id(segment, error.old_id) else segment for segment in _path_of(request).split("/")]
    query = request.scope["query_string"].decode("latin-1")
    return {"Location": "/".join(segments) + (f"?{query}" if query else ""), "Cache-Control": "no-cache"}


def _path_of(request: Request) -> str:
    """Return the path as it was sent. `request.url` fails on a query that is not UTF-8."""
    return quote(request.scope["path"])


def _is_id(segment: str, id_: str) -> bool:
    try:
        return str(UUID(segment)) == id_
    except ValueError:
        return False


def problem_of(error: Exception, request: Request) -> Response | None:
    """Return the problem response of an expected error, or None for an unexpected one."""
    if isinstance(error, HTTPException):  # raised by Starlette for a form that can't be parsed
        return problem_response(InvalidInputError(fields=(MALFORMED_BODY,)), request)
    if not isinstance(error, ServiceError):
        return None
    if STATUSES[error.kind] >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.warning("error_response", code=error.code, cause=type(error.__cause__).__name__)
    return problem_response(error, request)
