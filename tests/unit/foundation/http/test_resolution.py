"""Plans find what FastAPI finds: the same arguments, the same errors in the same order, the same refusals."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AsyncExitStack
from types import SimpleNamespace
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from fastapi import BackgroundTasks, Cookie, Depends, File, Form, Query, Request, Response, params
from fastapi.dependencies.utils import get_flat_params, solve_dependencies
from fastapi.routing import APIRoute
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticUndefined

from tests.support.operations import OPERATIONS, Operation
from watchkeeper.foundation.core.pagination import Cursor
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.cursors import CursorCodec
from watchkeeper.foundation.http.dependency_plan import DependencyPlan, dependency_plan
from watchkeeper.foundation.openapi.openapi import openapi_document
from watchkeeper.foundation.openapi.schema_examples import SchemaExamples
from watchkeeper.logics.identity.authentication_logic import AuthenticationLogic
from watchkeeper.models.errors.identity_errors import InvalidTokenError
from watchkeeper.models.types.principal import Principal
from watchkeeper.models.types.role import Role

Resolved = tuple[str, Any]

CODEC = CursorCodec("a secret of this test")
PATH = "/api/v1/whatever"
DOCUMENT = openapi_document([operation.route for operation in OPERATIONS])
EXAMPLES = SchemaExamples(DOCUMENT["components"]["schemas"])
PLANNED = [one for one in OPERATIONS if isinstance(one.route, ApiRoute) and one.route.plan is not None]
WORDS = (
    "", "0", "1", "-1", "7", "20", "101", "1e3", "nan", "4.5", "4.25", "true", "no", "2020", "99999", "null", "a\x00b",
    "x" * 300, "en-US", "28,12", "movie", "completed", "-created_at", "title", "admin", " pad ",
    "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b", "{0193F5A0-C1D2-7E0F-9A3B-5C7D9E1F2A4B}", "2026-01-31",
    "2026-01-31T12:34:56Z", "ünïcode", "Bearer admin",
    CODEC.encode(Cursor("-created_at", "2026-01-31T12:34:56+00:00", UUID(int=7)), PATH),
)  # fmt: skip
TOKENS = ("admin", "user", "nobody")


class Authentication:
    """Knows callers by the very words of their tokens."""

    async def authenticate(self, token: str) -> Principal:
        if token not in ("admin", "user"):
            raise InvalidTokenError
        return Principal(UUID(int=1), UUID(int=2), Role(token))


LOGICS: dict[type, object] = defaultdict(object, {AuthenticationLogic: Authentication()})
APP = SimpleNamespace(state=SimpleNamespace(logics=LOGICS, cursors=CODEC))


def request_with(path: dict[str, str], query: list[tuple[str, str]], headers: list[tuple[str, str]]) -> Request:
    scope: dict[str, Any] = {
        "type": "http",
        "app": APP,
        "method": "GET",
        "path": PATH,
        "path_params": path,
        "query_string": urlencode(query).encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in headers],
    }
    return Request(scope)


async def by_plan(plan: DependencyPlan, request: Request, body: Any) -> Resolved:
    try:
        return "found", await plan.resolve(request, body)
    except Exception as refusal:  # noqa: BLE001 - compared with the one of FastAPI
        return "refused", type(refusal)


async def by_fastapi(route: APIRoute, request: Request, body: Any) -> Resolved:
    async with AsyncExitStack() as stack:
        request.scope.update(fastapi_inner_astack=stack, fastapi_function_astack=stack)
        try:
            solved = await solve_dependencies(
                request=request,
                dependant=route.dependant,
                body=body,
                async_exit_stack=stack,
                embed_body_fields=False,
            )
        except Exception as refusal:  # noqa: BLE001
            return "refused", type(refusal)
        return "found", (solved.values, solved.errors)


def settled(found: Resolved) -> Resolved:
    """Return what was found, without arguments that nobody gets, as something is wrong."""
    kind, what = found
    if kind == "refused":
        return found
    values, errors = what
    return kind, (None if errors else values, repr(errors))


async def assert_same(route: APIRoute, request: Request, body: Any) -> None:
    plan = route.plan if isinstance(route, ApiRoute) else dependency_plan(route)
    assert plan is not None
    assert settled(await by_plan(plan, request, body)) == settled(await by_fastapi(route, request, body))


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    """One loop for all comparisons: making one takes longer than a comparison."""
    with asyncio.Runner() as runner:
        yield runner


def parameters_of(operation: Operation, kind: type) -> list[str]:
    return [one.alias for one in get_flat_params(operation.route.dependant) if isinstance(one.field_info, kind)]


def example_of(operation: Operation) -> Any:
    content = DOCUMENT["paths"][operation.route.path_format][operation.method.lower()].get("requestBody", {})
    schema = content.get("content", {}).get("application/json", {}).get("schema")
    return EXAMPLES.of(schema) if schema else None


def bodies_of(operation: Operation) -> st.SearchStrategy[Any]:
    example = example_of(operation)
    scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS)
    some = st.dictionaries(st.sampled_from([*(example or {}), "unknown"]), scalars | st.lists(scalars, max_size=2))
    changed = some.map(lambda members: {**example, **members}) if isinstance(example, dict) else some
    return st.sampled_from([PydanticUndefined, example, b"", b"{}", [], {}]) | scalars | some | changed


def pairs_of(names: list[str], most: int) -> st.SearchStrategy[list[tuple[str, str]]]:
    name = st.sampled_from([*names, "unknown"])
    return st.lists(st.tuples(name, st.sampled_from(WORDS)), max_size=most)


def test_all_operations_but_that_with_a_form_have_a_plan() -> None:
    assert [str(one) for one in OPERATIONS if one not in PLANNED] == ["POST /api/v1/auth/token"]


@pytest.mark.parametrize("operation", PLANNED, ids=str)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_plan_finds_what_fastapi_finds(loop: asyncio.Runner, operation: Operation, data: st.DataObject) -> None:
    path = {name: data.draw(st.sampled_from(WORDS)) for name in parameters_of(operation, params.Path)}
    query = data.draw(pairs_of(parameters_of(operation, params.Query), 6))
    headers = data.draw(pairs_of(parameters_of(operation, params.Header), 3))
    token = data.draw(st.sampled_from([*TOKENS, None]))
    caller = [("Authorization", f"Bearer {token}")] if token else []
    body = data.draw(bodies_of(operation)) if operation.takes_json else PydanticUndefined
    loop.run(assert_same(operation.route, request_with(path, query, [*headers, *caller]), body))


def alone(operation: Operation) -> Iterator[Request]:
    """Make requests that send one parameter, once and twice: others must not hide what is made of it."""
    path = dict.fromkeys(parameters_of(operation, params.Path), "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b")
    caller = ("Authorization", "Bearer admin")
    yield request_with(path, [], [caller])
    for word in WORDS:
        for name in parameters_of(operation, params.Query):
            yield request_with(path, [(name, word)], [caller])
            yield request_with(path, [(name, "7"), (name, word)], [caller])
        for name in parameters_of(operation, params.Header):
            yield request_with(path, [], [caller, (name, word)])
        for name in path:
            yield request_with({**path, name: word}, [], [caller])


@pytest.mark.parametrize("operation", PLANNED, ids=str)
def test_plan_takes_every_word_as_fastapi_does(loop: asyncio.Runner, operation: Operation) -> None:
    body = example_of(operation) if operation.takes_json else PydanticUndefined
    for request in alone(operation):
        loop.run(assert_same(operation.route, request, body))


async def number(n: Annotated[int, Query()] = 1) -> int:
    return n


async def twice(n: Annotated[int, Depends(number)]) -> int:
    return 2 * n


async def thrice(n: Annotated[int, Depends(number)], m: Annotated[list[int], Query()] = []) -> int:  # noqa: B006
    return 3 * n + sum(m)


async def both(first: Annotated[int, Depends(twice)], second: Annotated[int, Depends(thrice)]) -> Response:
    return Response(f"{first} {second}")


@pytest.mark.parametrize("query", [[], [("n", "2")], [("n", "x")], [("m", "1"), ("m", "2")], [("n", "x"), ("m", "y")]])
def test_errors_of_what_two_dependencies_share_are_told_twice_as_by_fastapi(query: list[tuple[str, str]]) -> None:
    asyncio.run(assert_same(APIRoute("/both", both), request_with({}, query, []), PydanticUndefined))


def test_what_is_shared_is_called_once_a_request() -> None:
    calls = []

    async def counted() -> int:
        calls.append(1)
        return len(calls)

    async def doubled(n: Annotated[int, Depends(counted)]) -> int:
        return 2 * n

    async def endpoint(n: Annotated[int, Depends(counted)], m: Annotated[int, Depends(doubled)]) -> Response:
        return Response(f"{n} {m}")

    plan = dependency_plan(APIRoute("/", endpoint))
    assert plan is not None
    for expected in (1, 2):
        values, errors = asyncio.run(plan.resolve(request_with({}, [], []), PydanticUndefined))
        assert (values, errors) == ({"n": expected, "m": 2 * expected}, [])


def test_list_that_is_left_out_is_a_new_one_for_each_request() -> None:
    async def endpoint(n: Annotated[list[int], Query()] = []) -> Response:  # noqa: B006
        return Response(str(n))

    plan = dependency_plan(APIRoute("/", endpoint))
    assert plan is not None
    first, second = (asyncio.run(plan.resolve(request_with({}, [], []), None))[0]["n"] for _ in range(2))
    assert first == second == []
    assert first is not second


async def generating() -> Any:
    yield 1


def blocking() -> int:
    return 1


async def with_generator(n: Annotated[int, Depends(generating)]) -> Response:
    return Response(str(n))


async def with_thread(n: Annotated[int, Depends(blocking)]) -> Response:
    return Response(str(n))


async def with_cookie(n: Annotated[str, Cookie()]) -> Response:
    return Response(n)


async def with_form(n: Annotated[str, Form()]) -> Response:
    return Response(n)


async def with_file(n: Annotated[bytes, File()]) -> Response:
    return Response(n)


async def with_tasks(tasks: BackgroundTasks) -> Response:
    return Response(str(tasks))


async def with_two_bodies(one: dict[str, int], two: dict[str, int]) -> Response:
    return Response(str(one | two))


async def with_response(response: Response) -> Response:
    return response


async def with_model() -> dict[str, int]:
    return {}


async def with_fresh(n: Annotated[int, Depends(number, use_cache=False)]) -> Response:
    return Response(str(n))


def with_block() -> Response:
    return Response()


@pytest.mark.parametrize(
    "endpoint",
    [
        with_generator, with_thread, with_cookie, with_form, with_file, with_tasks, with_two_bodies, with_response,
        with_model, with_fresh, with_block,
    ],
)  # fmt: skip
def test_what_plans_do_not_have_is_left_to_fastapi(endpoint: Any) -> None:
    assert dependency_plan(APIRoute("/", endpoint, methods=["POST"])) is None
