"""The path below which a proxy serves the service (ASGI's `root_path`), as `/wk`; empty at the root.

It is taken off the paths of requests, so that `scope["path"]` is without it, and put before those in responses.
"""

from starlette.types import Scope

from watchkeeper.foundation.http.headers import Header

_NAMED = (b"location", b"link")


def with_prefix(scope: Scope, path: str) -> str:
    """Return a path of the service as the client of a request sees it."""
    root_path: str = scope.get("root_path", "")
    return root_path + path


def drop_prefix(scope: Scope) -> bool:
    """Remove the prefix from the path of a request, if a proxy has left it there; return whether it has."""
    prefix: str = scope["root_path"]
    path: str = scope["path"]
    if not prefix or not f"{path}/".startswith(f"{prefix}/"):
        return False
    scope["path"] = path[len(prefix) :] or "/"
    scope["raw_path"] = scope["path"].encode()
    return True


def prefixed_headers(headers: list[Header], prefix: str) -> list[Header]:
    """Return the headers of a response with the prefix in `Location` and `Link`, which hold paths of the service."""
    return [(name, _prefixed(value, prefix.encode()) if name in _NAMED else value) for name, value in headers]


def _prefixed(value: bytes, prefix: bytes) -> bytes:
    if value.startswith(b"/"):
        return prefix + value
    return value.replace(b"</", b"<" + prefix + b"/")
