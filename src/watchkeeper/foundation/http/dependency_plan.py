"""What an endpoint is called with, found by a plan that is made once for each route.

FastAPI finds it anew for each request: it walks the tree of dependencies, looks at the annotation of every parameter,
and opens exit stacks for what none of the dependencies here has. A plan has the same steps in the same order, so that
values, errors and their order are those of FastAPI; a test compares both for all routes.
"""

import inspect
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from fastapi import Request, Response
from fastapi._compat import ModelField
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import request_body_to_args
from fastapi.exceptions import RequestValidationError
from fastapi.params import Form
from fastapi.routing import APIRoute
from pydantic_core import PydanticUndefined

from watchkeeper.foundation.http.injection import Provided
from watchkeeper.foundation.http.parameter_plan import HEADERS, PATH, QUERY, Errors, ParameterGroup, parameters_of

Call = Callable[..., Awaitable[Any]]
Resolved = tuple[dict[str, Any], Errors]


class DependencyCall:
    """The call of one dependency, or of the endpoint: what it is called with, and what that is made of.

    `needs` are the arguments that earlier steps make, as pairs of a name and the position of the step.
    """

    __slots__ = ("_needs", "_readings", "_request_name", "call")

    def __init__(
        self,
        call: Call,
        needs: Sequence[tuple[str | None, int]],
        readings: Sequence[ParameterGroup],
        request_name: str | None,
    ) -> None:
        self.call = call
        self._needs = tuple(needs)
        self._readings = tuple(readings)
        self._request_name = request_name

    def arguments(self, request: Request, results: Sequence[Any]) -> Resolved:
        """Return the arguments of the call, and what is wrong with the request for it."""
        values: dict[str, Any] = {}
        errors: Errors = []
        for name, position in self._needs:
            result = results[position]
            if result.__class__ is _Invalid:
                errors.extend(result.errors)
            elif name is not None:
                values[name] = result
        for reading in self._readings:
            reading.read(request, values, errors)
        if self._request_name is not None:
            values[self._request_name] = request
        return values, errors


class DependencyPlan:
    """All steps to the answer of a route, dependencies before what depends on them, the endpoint last."""

    __slots__ = ("_body_field", "_endpoint", "_steps")

    def __init__(
        self, steps: Sequence[DependencyCall | Provided], endpoint: DependencyCall, body_field: ModelField | None
    ) -> None:
        self._steps = tuple(steps)
        self._endpoint = endpoint
        self._body_field = body_field

    async def answer(self, request: Request) -> Response:
        """Return the endpoint's answer. Raises RequestValidationError, and what dependencies and endpoint raise."""
        body = PydanticUndefined if self._body_field is None else await _read_json(request)
        values, errors = await self.resolve(request, body)
        if errors:
            raise RequestValidationError(errors, body=None if body is PydanticUndefined else body)
        response: Response = await self._endpoint.call(**values)
        return response

    async def resolve(self, request: Request, body: Any) -> Resolved:  # noqa: ANN401 - whatever JSON holds
        """Return the arguments of the endpoint, and what is wrong with the request.

        A dependency is called although other parts of the request are wrong, so that a caller who is not signed in
        hears of that first.
        """
        results: list[Any] = []
        for step in self._steps:
            if isinstance(step, Provided):
                results.append(step.of(request))
                continue
            values, errors = step.arguments(request, results)
            results.append(_Invalid(errors) if errors else await step.call(**values))
        values, errors = self._endpoint.arguments(request, results)
        if self._body_field is not None:
            await _read_body(self._body_field, body, values, errors)
        return values, errors


class _Invalid:
    """Stands for what a dependency would have returned, had the request been right."""

    __slots__ = ("errors",)

    def __init__(self, errors: Errors) -> None:
        self.errors = errors


class UnplannedError(Exception):
    """A route asks for something that plans don't have: generators, forms, files, cookies, background tasks …"""


def dependency_plan(route: APIRoute) -> DependencyPlan | None:
    """Return the plan of a route, or None where FastAPI has to find the arguments by itself."""
    if route.body_field is not None and not _is_json_body(route):
        return None
    if route.dependency_overrides_provider is not None or not _answers_itself(route.endpoint):
        return None
    steps: list[DependencyCall | Provided] = []
    try:
        endpoint = _step_of(route.dependant, steps, {})
    except UnplannedError:
        return None
    return DependencyPlan(steps, endpoint, route.body_field)


def _step_of(dependant: Dependant, steps: list[DependencyCall | Provided], positions: dict[Any, int]) -> DependencyCall:
    """Return the step of a dependant, after adding those of what it depends on to `steps`. Raises UnplannedError."""
    call = dependant.call
    has_body = any(dependency.body_params for dependency in dependant.dependencies)
    if call is None or not inspect.iscoroutinefunction(call) or has_body or _asks_for_more(dependant):
        raise UnplannedError
    needs = []
    for dependency in dependant.dependencies:
        key = (dependency.call, dependency.scope)  # as FastAPI remembers it within a request
        if key not in positions:
            given = dependency.call
            steps.append(given if isinstance(given, Provided) else _step_of(dependency, steps, positions))
            positions[key] = len(steps) - 1
        needs.append((dependency.name, positions[key]))
    return DependencyCall(call, needs, _readings_of(dependant), dependant.request_param_name)


def _readings_of(dependant: Dependant) -> list[ParameterGroup]:
    kinds = ((PATH, dependant.path_params), (QUERY, dependant.query_params), (HEADERS, dependant.header_params))
    readings = []
    for source, fields in kinds:
        parameters = parameters_of(fields)
        if parameters is None:
            raise UnplannedError
        if parameters:
            readings.append(ParameterGroup(source, parameters))
    return readings


def _asks_for_more(dependant: Dependant) -> bool:
    """Return whether a dependant asks for anything but parameters, the request, the body and other dependencies."""
    names = (
        dependant.websocket_param_name,
        dependant.http_connection_param_name,
        dependant.response_param_name,
        dependant.background_tasks_param_name,
        dependant.security_scopes_param_name,
    )
    scopes = (dependant.own_oauth_scopes, dependant.parent_oauth_scopes, dependant.concurrency)
    return any(names) or any(scopes) or bool(dependant.cookie_params) or not dependant.use_cache


def _is_json_body(route: APIRoute) -> bool:
    """Return whether the body is one JSON value, that of the endpoint's only parameter for it."""
    field = route.body_field
    fields = route.dependant.body_params
    return field is not None and not isinstance(field.field_info, Form) and len(fields) == 1 and fields[0] is field


def _answers_itself(endpoint: Call) -> bool:
    """Return whether an endpoint returns a response, so that FastAPI has nothing to make one of."""
    returned = inspect.signature(endpoint, eval_str=True).return_annotation
    return isinstance(returned, type) and issubclass(returned, Response)


async def _read_body(field: ModelField, body: Any, values: dict[str, Any], errors: Errors) -> None:  # noqa: ANN401
    if body is PydanticUndefined:
        found, problems = await request_body_to_args([field], body, embed_body_fields=False)
        values.update(found)
    else:
        values[field.name], problems = field.validate(body, {}, loc=("body",))
    errors.extend(problems)


async def _read_json(request: Request) -> Any:  # noqa: ANN401
    """Return the JSON of a body. Its media type was looked at before; without one it is taken for bytes, as by FastAPI.

    Raises RequestValidationError for what is no JSON.
    """
    body = await request.body()
    if not body:
        return PydanticUndefined
    if "content-type" not in request.headers:
        return body
    try:
        return await request.json()
    except json.JSONDecodeError as failure:
        raise RequestValidationError([_malformed(failure)], body=failure.doc) from failure


def _malformed(failure: json.JSONDecodeError) -> Mapping[str, Any]:
    return {
        "type": "json_invalid",
        "loc": ("body", failure.pos),
        "msg": "JSON decode error",
        "input": {},
        "ctx": {"error": failure.msg},
    }
