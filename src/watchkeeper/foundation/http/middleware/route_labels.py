"""What may be said of a request in logs, metrics and traces: few words, and none of the client's own."""

from starlette.types import Scope

from watchkeeper.foundation.http.request_state import state_of

NO_ROUTE = "none"
"""The route of a request that no path of the service fits."""

_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


def known_method(method: str) -> str:
    """Return the method, or OTHER: a client may write any word there."""
    return method if method in _METHODS else "OTHER"


def route_of(scope: Scope) -> str | None:
    """Return the template of the path, once the request was routed."""
    route = state_of(scope).route
    return None if route is None else route.path
