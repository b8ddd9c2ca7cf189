"""Headers as they come and go: looked up in what the server gave.

Starlette's `Headers` copies them and encodes the name at each look-up, and ten layers look: that was a tenth of the
processor time of a small request.
"""

from collections.abc import Iterable

from starlette.types import Scope

Header = tuple[bytes, bytes]
"""A name in small letters, and a value."""


def header_of(scope: Scope, name: bytes) -> str | None:
    """Return the first header of a request with a name in small letters, or None."""
    return first_of(scope["headers"], name)


def first_of(headers: Iterable[Header], name: bytes) -> str | None:
    """Return the first of some headers with a name in small letters, or None."""
    for found, value in headers:
        if found == name:
            return value.decode("latin-1")
    return None
