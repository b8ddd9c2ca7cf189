"""What is refused of a request by its first lines alone."""

from urllib.parse import unquote_to_bytes

from starlette.types import Scope

from watchkeeper.foundation.core.errors import BodyTooLargeError, FieldError, InvalidInputError, RouteNotFoundError
from watchkeeper.foundation.http.headers import header_of
from watchkeeper.foundation.http.middleware.request_cycle import BODY_LIMIT

_MOST_DIGITS = 20


def require_bounds(scope: Scope) -> None:
    """Refuse bodies that are announced to be longer than they may be, queries that are not UTF-8, and paths that end in
    a line break.

    Raises BodyTooLargeError, InvalidInputError and RouteNotFoundError.
    """
    if _announced_bytes(scope) > BODY_LIMIT:
        raise BodyTooLargeError
    _require_utf8(scope["query_string"])
    if scope["path"].endswith("\n"):  # the router's patterns end in $, which lets one pass
        raise RouteNotFoundError


def _announced_bytes(scope: Scope) -> int:
    length = header_of(scope, b"content-length")
    return int(length[:_MOST_DIGITS]) if length is not None and length.isdecimal() else 0


def _require_utf8(query: bytes) -> None:
    if b"%" not in query and query.isascii():
        return
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError as failure:
        place = FieldError("/query", "The query is not UTF-8.", "malformed_query")
        raise InvalidInputError(fields=(place,)) from failure
