"""Limits go by the routes: whatever is routed to an operation counts as that operation."""

import pytest
from starlette.routing import Match

from tests.support.operations import OPERATIONS, Operation
from watchkeeper.configs.dispatcher import ROUTERS
from watchkeeper.controllers.v1.operations import documentation_controller
from watchkeeper.foundation.http.rate_limit_headers import rate_limit_class_of, rate_limit_class_of_request
from watchkeeper.foundation.http.route_index import RouteIndex
from watchkeeper.foundation.rate_limiting.rate_limit_class import RateLimitClass

TABLE = RouteIndex([route for router in (*ROUTERS, documentation_controller.router) for route in router.routes])
GUESSES = {"/api/v1/auth/login", "/api/v1/auth/token", "/api/v1/auth/refresh"}


def kind(method: str, path: str) -> RateLimitClass:
    route, _ = TABLE.match({"type": "http", "method": method, "path": path})
    return rate_limit_class_of_request(route, method)


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_operation_is_of_the_kind_that_its_route_says(operation: Operation) -> None:
    assert kind(operation.method, operation.address()) is rate_limit_class_of(operation.route, operation.method)


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_path_that_is_routed_to_an_operation_counts_as_it(operation: Operation) -> None:
    path = operation.address()
    for variant in (path, f"{path}\n", f"{path}\n\n", f"{path}/", path.upper(), f"/{path}", f"{path} ", f"{path}\t"):
        scope = {"type": "http", "method": operation.method, "path": variant}
        if operation.route.matches(scope)[0] is Match.FULL:
            assert kind(operation.method, variant) is rate_limit_class_of(operation.route, operation.method), repr(
                variant
            )


def test_guesses_of_passwords_and_tokens_are_sign_ins() -> None:
    assert {
        one.path for one in OPERATIONS if rate_limit_class_of(one.route, one.method) is RateLimitClass.LOGIN
    } == GUESSES
    assert kind("POST", "/api/v1/auth/register") is RateLimitClass.REGISTER


@pytest.mark.parametrize(
    "path", ["/", "/health", "/ready", "/docs", "/redoc", "/openapi.json", "/docs/icon.svg", "/favicon.ico"]
)
def test_health_and_pages_are_not_limited(path: str) -> None:
    assert kind("GET", path) is RateLimitClass.UNLIMITED


def test_everything_else_is_limited() -> None:
    unlimited = {
        one.path for one in OPERATIONS if rate_limit_class_of(one.route, one.method) is RateLimitClass.UNLIMITED
    }
    assert unlimited == {"/health", "/ready"}


@pytest.mark.parametrize("path", ["/nothing", "/api/v1/nothing", "/api/v1/auth/login", "/health/"])
def test_what_is_no_operation_goes_by_its_method(path: str) -> None:
    assert kind("GET", path) is RateLimitClass.READS
    assert kind("DELETE", path) is RateLimitClass.WRITES
