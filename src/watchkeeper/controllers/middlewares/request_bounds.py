"""What is refused of a request by its first lines alone."""

from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Receive, Scope, Send

from watchkeeper.controllers.headers import header_of
from watchkeeper.models.errors.base import BodyTooLargeError, InvalidInputError, RouteNotFoundError
from watchkeeper.models.errors.field_error import FieldError

_MOST_DIGITS = 20


class RequestBounds:
    """Refuses bodies that are announced to be longer than `body_limit` bytes, queries that are not UTF-8, and paths
    that end in a line break.

    Raises BodyTooLargeError, InvalidInputError and RouteNotFoundError, which the border around it turns into problems.
    It stands within the limits, so that these answers, too, tell what is left.
    """

    def __init__(self, app: ASGIApp, body_limit: int) -> None:
        self._app = app
        self._body_limit = body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if _announced_bytes(scope) > self._body_limit:
                raise BodyTooLargeError
            _require_utf8(scope["query_string"])
            if scope["path"].endswith("\n"):  # the router's patterns end in $, which lets one pass
                raise RouteNotFoundError
        await self._app(scope, receive, send)


def _announced_bytes(scope: Scope) -> int:
    length = header_of(scope, b"content-length") or ""
    return int(length[:_MOST_DIGITS]) if length.isdecimal() else 0


def _require_utf8(query: bytes) -> None:
    if query.isascii() and b"%" not in query:
        return
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError as failure:
        place = FieldError("/query", "The query is not UTF-8.", "malformed_query")
        raise InvalidInputError(fields=(place,)) from failure
