"""Look-ups of headers in ASGI messages."""

from collections.abc import Iterable

from starlette.types import Scope

from watchkeeper.foundation.http.request_state import state_of

Header = tuple[bytes, bytes]
"""A lower-case name and a value."""


def header_of(scope: Scope, name: bytes) -> str | None:
    """Return the first request header with a (lower-case) name, or None."""
    value = state_of(scope).headers.get(name)
    return None if value is None else value.decode("latin-1")


def headers_of(scope: Scope, name: bytes) -> str:
    """Return all request headers with a (lower-case) name, combined as a comma-separated list (RFC 9110 §5.3)."""
    return ", ".join(value.decode("latin-1") for found, value in scope["headers"] if found == name)


def bearer_token_of(scope: Scope) -> str | None:
    """Return the bearer token of a request, an empty string for another scheme, None without credentials."""
    header = header_of(scope, b"authorization")
    if header is None:
        return None
    scheme, _, rest = header.partition(" ")
    return rest.strip() if scheme.lower() == "bearer" else ""


def without_header(scope: Scope, name: bytes) -> None:
    """Remove all headers with a (lower-case) name from a request."""
    scope["headers"] = [header for header in scope["headers"] if header[0] != name]
    state_of(scope).headers.pop(name, None)


def first_of(headers: Iterable[Header], name: bytes) -> str | None:
    """Return the value of the first header with a (lower-case) name, or None."""
    for found, value in headers:
        if found == name:
            return value.decode("latin-1")
    return None
