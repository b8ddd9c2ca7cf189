"""Finds the route of a request and runs it."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fastapi import FastAPI, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from watchkeeper.foundation.core.bulk import BulkRejectedError, BulkReport
from watchkeeper.foundation.core.errors import ExistingConflictError, MethodNotAllowedError, RouteNotFoundError
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.bulk import bulk_members
from watchkeeper.foundation.http.prefixes import with_prefix
from watchkeeper.foundation.http.problems import problem_of, problem_response
from watchkeeper.foundation.http.request_state import state_of
from watchkeeper.foundation.http.services import Services, services_of


class RouteMatch(NamedTuple):
    """The route of a path. If the path does not have the method, `allowed` has the methods of the path."""

    route: ApiRoute | None
    path_values: Mapping[str, str]
    allowed: tuple[str, ...] = ()


_NO_MATCH = RouteMatch(None, {})


class RouteIndex:
    """The routes by path. Fixed paths take precedence: `import` in `/titles/import` is never a title id."""

    def __init__(self, routes: Iterable[ApiRoute]) -> None:
        self._fixed: dict[str, dict[str, ApiRoute]] = {}
        self._patterns: dict[str, list[tuple[re.Pattern[str], ApiRoute]]] = {}
        for route in routes:
            if route.param_convertors:
                self._patterns.setdefault(route.method, []).append((route.path_regex, route))
            else:
                self._fixed.setdefault(route.path, {})[route.method] = route

    def find(self, method: str, path: str) -> RouteMatch:
        """Return the first route of path and method, else one of the path with another method, else none."""
        by_method = self._fixed.get(path)
        if by_method is None:
            return self._match(method, path) or _other_methods({one: self._match(one, path) for one in self._patterns})
        if method in by_method:
            return RouteMatch(by_method[method], {})
        return _other_methods({one: RouteMatch(route, {}) for one, route in by_method.items()})

    def _match(self, method: str, path: str) -> RouteMatch | None:
        for pattern, route in self._patterns.get(method, ()):
            found = pattern.match(path)
            if found is not None:
                return RouteMatch(route, found.groupdict())
        return None


def _other_methods(by_method: Mapping[str, RouteMatch | None]) -> RouteMatch:
    """Return a match with the allowed methods of a path."""
    matches = {method: match for method, match in by_method.items() if match is not None}
    if not matches:
        return _NO_MATCH
    allowed = {*matches, "HEAD"} if "GET" in matches else {*matches}
    return next(iter(matches.values()))._replace(allowed=tuple(sorted(allowed)))


def _elsewhere(request: Request) -> Response:
    """Return what is shown at an address without a route; raises RouteNotFoundError for nothing."""
    response = services_of(request.scope).show_elsewhere(request)
    if response is None:
        raise RouteNotFoundError
    return response


class Router:
    """Runs the matched route. Converts errors to problem responses unless the response has started."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        state = state_of(scope)
        try:
            if state.route is None:
                await _elsewhere(Request(scope))(scope, receive, send)
            elif state.allowed:
                response = problem_response(
                    MethodNotAllowedError(), Request(scope), {"Allow": ", ".join(state.allowed)}
                )
                await response(scope, receive, send)
            else:
                await state.route.app(scope, receive, send)
        except Exception as error:
            has_started = state.cycle is None or state.cycle.status
            problem = None if has_started else await self._problem_of(error, Request(scope, receive))
            if problem is None:
                raise
            await problem(scope, receive, send)

    async def _problem_of(self, error: Exception, request: Request) -> Response | None:
        if isinstance(error, BulkRejectedError):
            return problem_response(error, request, members=bulk_members(BulkReport(error.outcomes), request))
        if not isinstance(error, ExistingConflictError):
            return problem_of(error, request)
        resources = services_of(request.scope).resources
        existing = await resources.existing_of(error, state_of(request.scope).caller)
        if existing is None:
            return problem_response(error, request)
        shown = {**existing, "href": with_prefix(request.scope, existing["href"])}
        return problem_response(error, request, {"Location": existing["href"]}, {"existing": shown})


class Application(FastAPI):
    """A FastAPI application that handles HTTP requests with the pipeline set by `begin`, not with FastAPI's own."""

    services: Services
    pipeline: ASGIApp

    def begin(self, services: Services, pipeline: ASGIApp) -> None:
        """Set services and pipeline; called in the lifespan, before the first request."""
        self.services = services
        self.pipeline = pipeline

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = self
        await (self.pipeline if scope["type"] == "http" else self.router)(scope, receive, send)
