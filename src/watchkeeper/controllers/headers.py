"""Headers of a request, looked up in what the server gave.

Starlette's `Headers` copies them and encodes the name at each look-up, and ten layers look: that was a tenth of the
processor time of a small request.
"""

from starlette.types import Scope


def header_of(scope: Scope, name: bytes) -> str | None:
    """Return the first header of a name in small letters, or None."""
    for found, value in scope["headers"]:
        if found == name:
            text: str = value.decode("latin-1")
            return text
    return None
