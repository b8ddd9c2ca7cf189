"""Problems for requests that never reach the application."""

import secrets
from collections.abc import Iterable

import structlog
from starlette.requests import Request
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.http.problems import problem_response

_log = structlog.get_logger(__name__)


def raw_problem(error: ServiceError, path: str, default_headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return the whole response for `error` as it is sent, and log its request id. It closes the connection."""
    request_id = secrets.token_hex(16)
    _log.info("rejected", code=error.code, request_id=request_id)
    scope = {"type": "http", "path": path, "headers": [], "request_id": request_id}
    response = problem_response(error, Request(scope))
    headers = dict([*default_headers, *response.raw_headers])
    headers |= {b"x-request-id": request_id.encode(), b"x-content-type-options": b"nosniff", b"connection": b"close"}
    lines = [b"%b: %b\r\n" % header for header in headers.items()]
    return b"".join([STATUS_LINE[response.status_code], *lines, b"\r\n", response.body])
