"""Headers as they come and go: looked up in what the server gave.

Starlette's `Headers` copies them and encodes the name at each look-up, and ten places look: that was a tenth of the
processor time of a small request.
"""

from collections.abc import Iterable

from starlette.types import Scope

Header = tuple[bytes, bytes]
"""A name in small letters, and a value."""

_FIRST = "first_headers"
_BEARER = "bearer"


def header_of(scope: Scope, name: bytes) -> str | None:
    """Return the first header of a request with a name in small letters, or None."""
    first: dict[bytes, bytes] | None = scope.get(_FIRST)
    if first is None:
        first = scope[_FIRST] = dict(reversed(scope["headers"]))
    value = first.get(name)
    return None if value is None else value.decode("latin-1")


def bearer_token_of(scope: Scope) -> str | None:
    """Return the bearer token of a request, an empty one for credentials of another kind, None where there are none."""
    if _BEARER in scope:
        token: str | None = scope[_BEARER]
        return token
    header = header_of(scope, b"authorization")
    if header is None:
        token = None
    else:
        scheme, _, rest = header.partition(" ")
        token = rest.strip() if scheme.lower() == "bearer" else ""
    scope[_BEARER] = token
    return token


def without_header(scope: Scope, name: bytes) -> None:
    """Take a header with a name in small letters out of a request."""
    scope["headers"] = [header for header in scope["headers"] if header[0] != name]
    scope.pop(_FIRST, None)


def first_of(headers: Iterable[Header], name: bytes) -> str | None:
    """Return the first of some headers with a name in small letters, or None."""
    for found, value in headers:
        if found == name:
            return value.decode("latin-1")
    return None
