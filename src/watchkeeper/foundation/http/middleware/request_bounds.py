"""Checks of a request that need only its request line and headers."""

from urllib.parse import unquote_to_bytes

from starlette.types import Scope

from watchkeeper.foundation.core.errors import FieldError, InvalidInputError, RouteNotFoundError
from watchkeeper.foundation.http.headers import header_of
from watchkeeper.foundation.http.middleware.request_cycle import body_limit_of, body_too_large

_MAX_DIGITS = 20


def require_bounds(scope: Scope) -> None:
    """Reject a `Content-Length` over the limit, a query that is not UTF-8, and a path that ends in a line break.

    Raises BodyTooLargeError, PayloadTooLargeError, InvalidInputError and RouteNotFoundError.
    """
    if _content_length(scope) > body_limit_of(scope):
        raise body_too_large(scope)
    _require_utf8(scope["query_string"])
    if scope["path"].endswith("\n"):  # `$`, at the end of the router's patterns, matches before it
        raise RouteNotFoundError


def _content_length(scope: Scope) -> int:
    length = header_of(scope, b"content-length")
    return int(length[:_MAX_DIGITS]) if length is not None and length.isdecimal() else 0


def _require_utf8(query: bytes) -> None:
    if b"%" not in query and query.isascii():
        return
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError as failure:
        place = FieldError("/query", "The query is not UTF-8.", "malformed_query")
        raise InvalidInputError(fields=(place,)) from failure
