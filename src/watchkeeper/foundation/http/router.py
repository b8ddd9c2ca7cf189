"""Finding the route of a request, and running it."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fastapi import FastAPI, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from watchkeeper.foundation.core.errors import MethodNotAllowedError, RouteNotFoundError
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.problems import problem_of, problem_response
from watchkeeper.foundation.http.request_state import state_of
from watchkeeper.foundation.http.services import Services


class RouteMatch(NamedTuple):
    """The route of a path. Where it does not take the method, `allowed` names the methods of the path."""

    route: ApiRoute | None
    path_values: Mapping[str, str]
    allowed: tuple[str, ...] = ()


_NO_MATCH = RouteMatch(None, {})


class RouteTable:
    """The routes by path. Words that have a path of their own, `/titles/import`, are no ids."""

    def __init__(self, routes: Iterable[ApiRoute]) -> None:
        self._fixed: dict[str, dict[str, ApiRoute]] = {}
        self._patterns: dict[str, list[tuple[re.Pattern[str], ApiRoute]]] = {}
        for route in routes:
            if route.param_convertors:
                self._patterns.setdefault(route.method, []).append((route.path_regex, route))
            else:
                self._fixed.setdefault(route.path, {})[route.method] = route

    def find(self, method: str, path: str) -> RouteMatch:
        """Return the first route for path and method, else one for the path alone, else none."""
        here = self._fixed.get(path)
        if here is None:
            return self._match(method, path) or _other_methods({one: self._match(one, path) for one in self._patterns})
        if method in here:
            return RouteMatch(here[method], {})
        return _other_methods({one: RouteMatch(route, {}) for one, route in here.items()})

    def _match(self, method: str, path: str) -> RouteMatch | None:
        for pattern, route in self._patterns.get(method, ()):
            found = pattern.match(path)
            if found is not None:
                return RouteMatch(route, found.groupdict())
        return None


def _other_methods(by_method: Mapping[str, RouteMatch | None]) -> RouteMatch:
    """Return a match that names the methods of a path."""
    matches = {method: match for method, match in by_method.items() if match is not None}
    if not matches:
        return _NO_MATCH
    allowed = {*matches, "HEAD"} if "GET" in matches else {*matches}
    return next(iter(matches.values()))._replace(allowed=tuple(sorted(allowed)))


class Router:
    """Runs the route that was found. An error becomes a problem, unless the response has begun."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        state = state_of(scope)
        try:
            if state.route is None:
                raise RouteNotFoundError
            if state.allowed:
                response = problem_response(
                    MethodNotAllowedError(), Request(scope), {"Allow": ", ".join(state.allowed)}
                )
                await response(scope, receive, send)
            else:
                await state.route.app(scope, receive, send)
        except Exception as error:
            has_begun = state.cycle is None or state.cycle.status
            problem = None if has_begun else problem_of(error, Request(scope, receive))
            if problem is None:
                raise
            await problem(scope, receive, send)


class Application(FastAPI):
    """FastAPI for its document and lifespan; requests go through a pipeline of ours, which `begin` sets."""

    services: Services
    pipeline: ASGIApp

    def begin(self, services: Services, pipeline: ASGIApp) -> None:
        """Set what requests are handled by, before the first of them comes."""
        self.services = services
        self.pipeline = pipeline

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = self
        await (self.pipeline if scope["type"] == "http" else self.router)(scope, receive, send)
