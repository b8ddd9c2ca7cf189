"""The form of the path below which a proxy serves the service. Settings check it, so nothing of HTTP is imported."""

import re
from typing import Final

_LONGEST: Final = 200
# Not `//`, which begins the name of another host; and no dots alone, which clients remove.
_PREFIX: Final = re.compile(r"(/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+")


def valid_prefix(text: str) -> str | None:
    """Return a prefix without the slash at its end, or None for a text that is none. The root is an empty prefix."""
    prefix = text.strip().rstrip("/")
    if not prefix:
        return ""
    return prefix if len(prefix) <= _LONGEST and _PREFIX.fullmatch(prefix) else None
