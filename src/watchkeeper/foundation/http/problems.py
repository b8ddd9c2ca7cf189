"""RFC 9457 problems: the one shape of every error, and the one place that makes it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from watchkeeper.foundation.core.errors import (
    ErrorKind,
    FieldError,
    InvalidInputError,
    MethodNotAllowedError,
    RouteNotFoundError,
    ServiceError,
)
from watchkeeper.models.errors.identity_errors import TokenRequestError

MEDIA_TYPE = "application/problem+json"
MOST_FIELDS = 100
"""Things wrong with a request that one problem names; a body of 1 MiB can hold a hundred thousand."""

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


class FieldProblem(BaseModel):
    """One thing wrong with a request."""

    pointer: str = Field(description="JSON pointer: /body/…, /query/…, /path/… or /header/….", examples=["/body/name"])
    detail: str = Field(examples=["Field required"])
    code: str = Field(examples=["missing"])


class Problem(BaseModel):
    """An error, after RFC 9457."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(description="A URN that ends in the code.", examples=["urn:watchkeeper:problem:title_not_found"])
    title: str = Field(examples=["There is no such title"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["No title of the catalogue has this id."])
    instance: str = Field(description="The path of the request.", examples=["/api/v1/titles/0"])
    code: str = Field(
        description="Stable and machine-readable; docs/errors.md lists all.", examples=["title_not_found"]
    )
    request_id: str = Field(examples=["0193f5a0c1d27e0f9a3b5c7d9e1f2a4b"])
    errors: list[FieldProblem] | None = Field(default=None, description="On 422: each thing wrong, with its place.")


def problem_document(error: ServiceError, request: Request) -> dict[str, Any]:
    """Return the members of the problem that stands for `error`."""
    document: dict[str, Any] = {
        "type": f"urn:watchkeeper:problem:{error.code}",
        "title": error.title,
        "status": STATUSES[error.kind].value,
        "detail": error.detail,
        "instance": quote(request.scope["path"]),  # request.url fails on a query that is not UTF-8
        "code": error.code,
        "request_id": request.scope.get("request_id", ""),
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
        problem_document(error, request),
        status_code=STATUSES[error.kind].value,
        headers=problem_headers(error) | dict(headers or {}),
        media_type=MEDIA_TYPE,
    )


def problem_of(error: Exception, request: Request) -> Response | None:
    """Return the answer that an error of the service or of the framework stands for; None for one that nobody meant."""
    if isinstance(error, TokenRequestError):
        return _token_error(error, request)
    if isinstance(error, ServiceError):
        if STATUSES[error.kind] >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.warning("error_response", code=error.code, cause=type(error.__cause__).__name__)
        return problem_response(error, request)
    if isinstance(error, RequestValidationError):
        fields = tuple(map(_field_error, error.errors()[:MOST_FIELDS]))
        return problem_response(InvalidInputError(fields=fields), request)
    return _of_framework(error, request) if isinstance(error, HTTPException) else None


def _token_error(error: TokenRequestError, request: Request) -> Response:
    """Answer as RFC 6749 §5.2 wants it, in application/json, with the members of a problem beside its own."""
    members = {"error": error.oauth_code, "error_description": error.detail}
    status = STATUSES[error.kind].value
    return JSONResponse(members | problem_document(error, request), status, headers=problem_headers(error))


def _of_framework(error: HTTPException, request: Request) -> Response:
    if error.status_code == HTTPStatus.NOT_FOUND:
        return problem_response(RouteNotFoundError(), request)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return problem_response(MethodNotAllowedError(), request, {"Allow": ", ".join(_allowed_methods(request))})
    unreadable = FieldError("/body", "The body can't be read.", "malformed_body")
    return problem_response(InvalidInputError(fields=(unreadable,)), request)


def _allowed_methods(request: Request) -> list[str]:
    methods: set[str] = set()
    for route in request.app.router.routes:
        if route.matches(request.scope)[0] is not Match.NONE:
            methods |= set(getattr(route, "methods", None) or ())
    return sorted(methods | {"HEAD"} if "GET" in methods else methods)


def _field_error(error: Mapping[str, Any]) -> FieldError:
    place: Sequence[Any] = error["loc"]
    code = str(error["type"])
    if code == "json_invalid":
        return FieldError("/body", "The body is not valid JSON.", "malformed_body")
    detail = str(error["msg"]).removeprefix("Value error, ")
    return FieldError("/" + "/".join(_pointer_token(step) for step in place if step != "[key]"), detail, code)


def _pointer_token(step: object) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")
