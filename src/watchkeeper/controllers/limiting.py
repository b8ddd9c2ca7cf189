"""Limits as routes and answers speak of them: of which kind a route is, and the headers that tell what is left."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from watchkeeper.models.types.rate_limit import Standing, first_to_refuse
from watchkeeper.models.types.route_kind import RouteKind

EndpointT = TypeVar("EndpointT", bound=Callable[..., Any])

_KIND = "limit_kind"
_READING = ("GET", "HEAD", "OPTIONS")
_LIMIT_HEADERS = tuple(
    family + figure
    for family in (b"ratelimit-", b"x-ratelimit-")
    for figure in (b"limit", b"remaining", b"reset", b"policy")
)


def limited(kind: RouteKind) -> Callable[[EndpointT], EndpointT]:
    """Say of which kind an endpoint is, where it is not simply one that reads or writes. Stands below the route."""

    def mark(endpoint: EndpointT) -> EndpointT:
        setattr(endpoint, _KIND, kind)
        return endpoint

    return mark


def kind_of(route: APIRoute, method: str) -> RouteKind:
    """Return the kind of a route, for limits."""
    marked: RouteKind | None = getattr(route.endpoint, _KIND, None)
    return marked or _kind_of_method(method)


def _kind_of_method(method: str) -> RouteKind:
    return RouteKind.READS if method in _READING else RouteKind.WRITES


class RouteKinds:
    """Finds the kind of a request before it is routed, by the same patterns that route it."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._fixed: dict[tuple[str, str], RouteKind] = {}
        self._patterns: list[tuple[str, re.Pattern[str], RouteKind]] = []
        for route in routes:
            if isinstance(route, APIRoute) and hasattr(route.endpoint, _KIND):
                self._add(route)

    def find(self, method: str, path: str) -> RouteKind:
        path = path.removesuffix("\n")  # the router's patterns end in $, which lets one line break pass
        kind = self._fixed.get((method, path))
        if kind is not None:
            return kind
        for expected, pattern, marked in self._patterns:
            if expected == method and pattern.match(path):
                return marked
        return _kind_of_method(method)

    def _add(self, route: APIRoute) -> None:
        for method in route.methods or ():
            kind = kind_of(route, method)
            if route.param_convertors:
                self._patterns.append((method, route.path_regex, kind))
            else:
                self._fixed[method, route.path] = kind


def limit_headers(standings: Mapping[str, Standing]) -> Iterable[tuple[bytes, bytes]]:
    """Return the headers that tell of the limit that will refuse first; none for a request that was not counted."""
    if not standings:
        return ()
    first = first_to_refuse(list(standings.values()))
    figures = (
        b"%d" % first.rate.amount,
        b"%d" % first.remaining,
        b"%d" % first.reset_seconds,
        b"%d;w=%d" % (first.rate.amount, first.rate.seconds),
    )
    return zip(_LIMIT_HEADERS, figures * 2, strict=True)
