"""Problem responses to requests that are rejected before they reach the application."""

import secrets
from collections.abc import Iterable

import structlog
from starlette.requests import Request
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.http.problems import problem_response
from watchkeeper.foundation.http.request_state import state_of

_log = structlog.get_logger(__name__)


def raw_problem(error: ServiceError, path: str, default_headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return the bytes of the whole response for `error`, with `Connection: close`, and log it with a request id."""
    request_id = secrets.token_hex(16)
    _log.info("request_rejected", code=error.code, request_id=request_id)
    scope = {"type": "http", "path": path, "headers": []}
    state_of(scope).request_id = request_id
    response = problem_response(error, Request(scope))
    headers = dict([*default_headers, *response.raw_headers])
    headers |= {b"x-request-id": request_id.encode(), b"x-content-type-options": b"nosniff", b"connection": b"close"}
    lines = [b"%b: %b\r\n" % header for header in headers.items()]
    return b"".join([STATUS_LINE[response.status_code], *lines, b"\r\n", response.body])
