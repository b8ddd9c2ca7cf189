"""The table finds the first route for path and method; words with a path of their own are no ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.each import for_each
from tests.support.operations import OPERATIONS, Operation
from watchkeeper.configs.dispatcher import documented_routes
from watchkeeper.foundation.http.router import RouteIndex

ROUTES = documented_routes()
TABLE = RouteIndex(ROUTES)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get")


@for_each("operation", OPERATIONS)
def test_operation_is_found_by_its_path_with_the_values_in_it(operation: Operation) -> None:
    match = TABLE.find(operation.method, operation.address())
    assert match.route is not None
    assert (match.route.method, match.route.path, match.allowed) == (operation.method, operation.path, ())
    sent = operation.route.path_regex.match(operation.address())
    assert sent is not None
    assert {name: str(value) for name, value in match.path_values.items()} == sent.groupdict()


@for_each("operation", OPERATIONS)
def test_method_that_a_path_does_not_have_finds_those_that_it_has(operation: Operation) -> None:
    here = {one.method for one in OPERATIONS if one.path == operation.path}
    for method in set(METHODS) - here:
        match = TABLE.find(method, operation.address())
        assert match.route is not None
        assert match.route.path == operation.path
        assert list(match.allowed) == sorted(here | ({"HEAD"} if "GET" in here else set()))


@pytest.mark.parametrize("path", ["/api/v1/titles/import", "/api/v1/movies/search", "/api/v1/auth/sessions"])
def test_word_with_a_path_of_its_own_is_no_id(path: str) -> None:
    for method in METHODS:
        route = TABLE.find(method, path).route
        assert route is not None
        assert route.path == path


@given(st.text(), st.sampled_from(METHODS))
def test_any_path_finds_the_first_route_that_matches_it(path: str, method: str) -> None:
    for address in (path, f"/api/v1/titles/{path}", f"/api/v1/favorites/shared/{path}"):
        by_walk = [route for route in ROUTES if route.method == method and route.path_regex.match(address)]
        fixed = [route for route in ROUTES if route.path == address]
        match = TABLE.find(method, address)
        if not fixed and by_walk:
            assert match.route is not None
            assert match.route.path == by_walk[0].path
        elif not fixed:
            assert match.route is None or match.allowed
