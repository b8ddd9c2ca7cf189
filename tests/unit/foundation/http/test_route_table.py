"""The table finds the route that Starlette's router finds, for whatever path and method."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Mount, Route, Router
from starlette.types import Scope

from tests.support import databases
from tests.support.operations import OPERATIONS, Operation
from watchkeeper.configs.application import create_application
from watchkeeper.foundation.http.route_index import RouteIndex

ROUTES = create_application(
    databases.test_settings(), secret=databases.SECRET, dsn="postgresql://nobody@127.0.0.1:1/nothing"
).router.routes
TABLE = RouteIndex(ROUTES)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get")
ENDINGS = ("", "\n", "\n\n", "/", "//", " ", "\t", "/x", "/\n", "?", "%2F", "\x00", "ü")
SEGMENTS = sorted(
    {segment for route in ROUTES for segment in getattr(route, "path", "").split("/")}
    | {"x", "\n", "import\n", "{title_id}"}
)


def scope_of(method: str, path: str) -> Scope:
    return {"type": "http", "method": method, "path": path}


def one_by_one(routes: list[BaseRoute], scope: Scope) -> tuple[BaseRoute | None, Scope]:
    """Find a route as Starlette's router does."""
    partial: tuple[BaseRoute | None, Scope] = (None, {})
    for route in routes:
        match, child_scope = route.matches(scope)
        if match is Match.FULL:
            return route, child_scope
        if match is Match.PARTIAL and partial[0] is None:
            partial = route, child_scope
    return partial


def assert_same(table: RouteIndex, routes: list[BaseRoute], path: str) -> None:
    for method in METHODS:
        scope = scope_of(method, path)
        found, child_scope = table.match(scope)
        expected, expected_scope = one_by_one(routes, scope)
        assert found is expected, (method, path)
        assert child_scope == expected_scope


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_operation_and_what_looks_like_it_are_found_as_by_starlette(operation: Operation) -> None:
    path = operation.address()
    for ending in ENDINGS:
        for variant in (
            path + ending,
            f"/{path}{ending}",
            path.upper() + ending,
            path[1:] + ending,
            path[:-1] + ending,
        ):
            assert_same(TABLE, ROUTES, variant)
    for word in ("import", "share", "search", "a/b", "", "\n"):
        assert_same(TABLE, ROUTES, operation.address(word))


@given(st.lists(st.sampled_from(SEGMENTS), max_size=7))
@settings(max_examples=500, deadline=None)
def test_path_of_known_words_is_found_as_by_starlette(segments: list[str]) -> None:
    assert_same(TABLE, ROUTES, "/" + "/".join(segments))


@given(st.text())
def test_any_path_is_found_as_by_starlette(path: str) -> None:
    assert_same(TABLE, ROUTES, path)
    assert_same(TABLE, ROUTES, f"/api/v1/titles/{path}")


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_few_routes_are_asked_for_a_path(operation: Operation) -> None:
    assert len(TABLE.candidates(operation.address())) <= 7


def endpoint(request: Any) -> Response:
    return Response(str(request))


OTHERS: list[BaseRoute] = [
    Route("/a/{x}", endpoint),
    Route("/a/b", endpoint, methods=["POST"]),
    Route("/{x}/b", endpoint),
    Route("/a/{x:int}", endpoint, methods=["DELETE"]),
    Route("/f/{x}.json", endpoint),
    Route("/p/{rest:path}", endpoint),
    Mount("/m", Router([Route("/a", endpoint)])),
    Route("/{x}", endpoint),
    Route("/", endpoint),
]


@given(st.lists(st.sampled_from(["", "a", "b", "7", "f", "x.json", "p", "m", "\n", "b\n"]), max_size=4))
@settings(max_examples=500, deadline=None)
def test_routes_of_other_kinds_keep_their_turn(segments: list[str]) -> None:
    assert_same(RouteIndex(OTHERS), OTHERS, "/" + "/".join(segments))
