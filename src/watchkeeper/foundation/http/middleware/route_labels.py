"""Method and route as labels of logs, metrics and traces: a bounded set, never text of the client."""

from starlette.types import Scope

from watchkeeper.foundation.http.request_state import state_of

NO_ROUTE = "none"
"""The label of a request without a route."""

_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


def known_method(method: str) -> str:
    """Return the method, or OTHER for a non-standard one."""
    return method if method in _METHODS else "OTHER"


def route_of(scope: Scope) -> str | None:
    """Return the path template of the route, or None without a route."""
    route = state_of(scope).route
    return None if route is None else route.path
