"""Limits go by the routes: whatever is routed to an operation counts as that operation."""

import pytest

from tests.support.each import for_each
from tests.support.operations import OPERATIONS, Operation
from watchkeeper.configs.dispatcher import documented_routes
from watchkeeper.foundation.http import RateLimitClass
from watchkeeper.foundation.http.middleware.admission import rate_limit_class_of
from watchkeeper.foundation.http.router import RouteIndex

TABLE = RouteIndex(documented_routes())
GUESSES = {
    "/api/v1/auth/login",
    "/api/v1/auth/session",
    "/api/v1/auth/token",
    "/api/v1/auth/refresh",
    "/api/v1/auth/reset-password",
}


def kind(method: str, path: str) -> RateLimitClass:
    return rate_limit_class_of(TABLE.find(method, path), method)


@for_each("operation", OPERATIONS)
def test_request_counts_as_the_operation_it_is_routed_to(operation: Operation) -> None:
    assert kind(operation.method, operation.address()) is operation.route.rate_limit


def test_guesses_of_passwords_and_tokens_are_sign_ins() -> None:
    assert {one.path for one in OPERATIONS if one.route.rate_limit is RateLimitClass.LOGIN} == GUESSES
    assert kind("POST", "/api/v1/auth/register") is RateLimitClass.REGISTER


@pytest.mark.parametrize(
    "path", ["/", "/health", "/ready", "/docs", "/redoc", "/openapi.json", "/docs/icon.svg", "/favicon.ico"]
)
def test_health_and_pages_are_not_limited(path: str) -> None:
    assert kind("GET", path) is RateLimitClass.UNLIMITED


def test_everything_else_is_limited() -> None:
    unlimited = {one.path for one in OPERATIONS if one.route.rate_limit is RateLimitClass.UNLIMITED}
    assert unlimited == {"/health", "/ready"}


@pytest.mark.parametrize("path", ["/nothing", "/api/v1/nothing", "/api/v1/auth/login", "/health/"])
def test_what_is_no_operation_goes_by_its_method(path: str) -> None:
    assert kind("GET", path) is RateLimitClass.READS
    assert kind("DELETE", path) is RateLimitClass.WRITES
