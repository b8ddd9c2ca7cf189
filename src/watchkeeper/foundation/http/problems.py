"""RFC 9457 problems: the one shape of every error, and the one place that makes it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from watchkeeper.foundation.core.errors import ErrorKind, InvalidInputError, ServiceError
from watchkeeper.foundation.http.field_errors import MALFORMED_BODY
from watchkeeper.foundation.http.request_state import state_of

MEDIA_TYPE = ServiceError.media_type

STATUSES: Mapping[ErrorKind, HTTPStatus] = {
    ErrorKind.BAD_REQUEST: HTTPStatus.BAD_REQUEST,
    ErrorKind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    ErrorKind.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    ErrorKind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorKind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorKind.METHOD_NOT_ALLOWED: HTTPStatus.METHOD_NOT_ALLOWED,
    ErrorKind.CONFLICT: HTTPStatus.CONFLICT,
    ErrorKind.PRECONDITION_FAILED: HTTPStatus.PRECONDITION_FAILED,
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

_log = structlog.get_logger(__name__)


def problem_document(error: ServiceError, request: Request) -> dict[str, Any]:
    """Return the members of the problem that stands for `error`."""
    document: dict[str, Any] = {
        "type": f"urn:watchkeeper:problem:{error.code}",
        "title": error.title,
        "status": STATUSES[error.kind].value,
        "detail": error.detail,
        "instance": quote(request.scope["path"]),  # request.url fails on a query that is not UTF-8
        "code": error.code,
        "request_id": state_of(request.scope).request_id or "",
    }
    if error.kind is ErrorKind.INVALID:
        document["errors"] = [
            {"pointer": field.pointer, "detail": field.detail, "code": field.code} for field in error.fields
        ]
    return document


def problem_headers(error: ServiceError) -> dict[str, str]:
    """Return the headers the status of `error` asks for: a challenge, when to try again, no storing."""
    headers = {"Cache-Control": "no-store"}
    if error.kind is ErrorKind.UNAUTHENTICATED:
        headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if error.code == "invalid_token" else "Bearer"
    if error.kind is ErrorKind.TOO_SLOW:
        headers["Connection"] = "close"  # RFC 9110 §15.5.9: the rest of the request is not waited for
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    return headers


def problem_response(error: ServiceError, request: Request, headers: Mapping[str, str] | None = None) -> Response:
    """Return `error` as an answer."""
    return JSONResponse(
        {**error.members(), **problem_document(error, request)},
        status_code=STATUSES[error.kind].value,
        headers=problem_headers(error) | dict(headers or {}),
        media_type=error.media_type,
    )


def problem_of(error: Exception, request: Request) -> Response | None:
    """Return the response that an error of the service stands for; None for one that nobody meant."""
    if isinstance(error, HTTPException):  # Starlette's, for a form that can't be parsed
        return problem_response(InvalidInputError(fields=(MALFORMED_BODY,)), request)
    if not isinstance(error, ServiceError):
        return None
    if STATUSES[error.kind] >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.warning("error_response", code=error.code, cause=type(error.__cause__).__name__)
    return problem_response(error, request)
