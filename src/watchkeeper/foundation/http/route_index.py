"""Finding the route of a request without asking every route whether it is the one."""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from fastapi import FastAPI, Request
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from fastapi.routing import APIRouter
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.problems import problem_of

_Shape = frozenset[int]
"""Which segments of a path are parameters, by their positions."""

_Placed = tuple[int, BaseRoute]
"""A route, and its place among all."""

_Found = tuple[BaseRoute | None, Scope]
"""A route, and what it adds to the scope. Nobody changes that: it may be given out again."""

_NO_MATCH: tuple[Match, Scope] = (Match.NONE, {})
_MOST_KNOWN = 4096
_LONGEST_KNOWN = 128


class RouteIndex:
    """Which routes a path may belong to: by the whole path, or by its segments but for those that are parameters.

    The table only leaves out routes that can't match; whether one of the others does, and in which order they are
    asked, is as in Starlette's router. A test compares both.
    """

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._always: list[_Placed] = []
        self._by_shape: dict[int, dict[_Shape, _Drawer]] = {}
        for place, route in enumerate(routes):
            self._add(place, route)
        fixed = {route.path for route in routes if isinstance(route, Route) and not route.param_convertors}
        self._fixed = {path: self._search(path) for path in fixed}
        self._known: dict[tuple[str, str], _Found] = {}

    def candidates(self, path: str) -> Sequence[BaseRoute]:
        """Return the routes that may match a path, in the order in which they are asked."""
        known = self._fixed.get(path)
        return self._search(path) if known is None else known

    def match(self, scope: Scope) -> _Found:
        """Return the first route for path and method, else the first for the path, which says 405, else None."""
        address = (scope["method"], scope["path"])
        found = self._known.get(address)
        if found is None:
            found = self._match(scope)
            self._remember(address, found)
        return found

    def _remember(self, address: tuple[str, str], found: _Found) -> None:
        """Keep what is asked for again and again; not what nobody has, of which there is no end."""
        if found[0] is None or len(address[1]) > _LONGEST_KNOWN:
            return
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[address] = found

    def _match(self, scope: Scope) -> _Found:
        candidates = self.candidates(scope["path"])
        for route in candidates:
            match, child_scope = route.matches(scope) if _takes(route, scope["method"]) else _NO_MATCH
            if match is Match.FULL:
                return route, child_scope
        for route in candidates:
            match, child_scope = route.matches(scope)
            if match is Match.PARTIAL:
                return route, child_scope
        return None, {}

    def _add(self, place: int, route: BaseRoute) -> None:
        shape = _shape_of(route)
        if shape is None:
            self._always.append((place, route))
            return
        segments = route.path.split("/")  # type: ignore[attr-defined]
        drawers = self._by_shape.setdefault(len(segments), {})
        drawers.setdefault(shape, _Drawer(len(segments), shape)).add((place, route), segments)

    def _search(self, path: str) -> Sequence[BaseRoute]:
        segments = path.removesuffix("\n").split("/")  # routes' patterns end in $, which lets one line break pass
        found = list(self._always)
        for drawer in self._by_shape.get(len(segments), {}).values():
            found += drawer.find(segments)
        if len(found) > 1:
            found.sort(key=_place_of)
        return [route for _, route in found]


class _Drawer:
    """The routes of one shape, by the segments of their paths that are no parameters."""

    __slots__ = ("_key_of", "_routes")

    def __init__(self, length: int, shape: _Shape) -> None:
        fixed = [place for place in range(length) if place not in shape]
        self._key_of = itemgetter(*fixed)  # the first segment, before the leading slash, is fixed always
        self._routes: dict[Any, list[_Placed]] = {}

    def add(self, placed: _Placed, segments: Sequence[str]) -> None:
        self._routes.setdefault(self._key_of(segments), []).append(placed)

    def find(self, segments: Sequence[str]) -> Sequence[_Placed]:
        return self._routes.get(self._key_of(segments), ())


class Router:
    """Does what the application's router does with requests, but for the way it finds the route.

    The router is one that redirects nothing. Who stands before this has found the route and left it in the scope as
    `found`. Routes without a plan get the exit stack that FastAPI closes files with. What a route raises is answered
    with a problem here, as within Starlette's layer for that, unless the answer has begun.
    """

    def __init__(self, router: APIRouter) -> None:
        self._router = router
        self._whole = AsyncExitStackMiddleware(router.app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._whole(scope, receive, send)
            return
        try:
            await self._run(scope, receive, send)
        except Exception as error:
            if scope["cycle"].status:
                raise
            response = problem_of(error, Request(scope, receive))
            if response is None:
                raise
            await response(scope, receive, send)

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["router"] = self._router
        route, child_scope = scope["found"]
        if route is None:
            await self._router.default(scope, receive, send)
        elif isinstance(route, ApiRoute) and route.plan is not None:
            scope.update(child_scope)
            await route.handle(scope, receive, send)
        else:
            await self._whole(scope, receive, send)


class Application(FastAPI):
    """FastAPI with a table of routes, and without the layers that have nothing to do for it.

    Those are its telemetry, the exit stack around everything, Starlette's layer for exceptions and its last resort: the
    router and the gate are these, and what fails outside of them is answered by the server.
    """

    def build_middleware_stack(self) -> ASGIApp:
        stack: ASGIApp = Router(self.router)
        for layer, arguments, named in reversed(self.user_middleware):
            stack = layer(stack, *arguments, **named)
        return stack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = self
        if self.middleware_stack is None:
            self.middleware_stack = self.build_middleware_stack()
        await self.middleware_stack(scope, receive, send)


def _takes(route: BaseRoute, method: str) -> bool:
    methods = getattr(route, "methods", None)
    return methods is None or method in methods


def _shape_of(route: BaseRoute) -> _Shape | None:
    """Return the shape of a route's paths; None where a parameter is more or less than one segment."""
    if not isinstance(route, Route):
        return None
    segments = route.path.split("/")
    parameters = frozenset(place for place, segment in enumerate(segments) if "{" in segment)
    are_whole = all(segments[place] in _whole_segments(route.param_convertors) for place in parameters)
    return parameters if are_whole else None


def _whole_segments(names: Iterable[str]) -> set[str]:
    """Return how parameters without a convertor of their own are written: those match all but a slash."""
    return {f"{{{name}}}" for name in names}


def _place_of(found: _Placed) -> int:
    return found[0]
