"""Query parameters: those that an operation takes, each as often as it says, and no others."""

from typing import Any

import httpx
import pytest

from tests.support.accounts import Accounts
from tests.support.each import for_each
from tests.support.operations import OPERATIONS, Operation
from tests.support.problems import problem_of
from watchkeeper.foundation.core.dtos import QueryParameters
from watchkeeper.foundation.http.endpoint_signature import Kind


def parameters_of(operation: Operation) -> dict[str, Any]:
    """Return the query parameters of an operation, with their types."""
    model = operation.route.signature.model_of(Kind.QUERY) or QueryParameters
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


async def head_status(http: httpx.AsyncClient, operation: Operation, query: str) -> int:
    return (await http.head(f"{operation.address()}?{query}")).status_code


async def errors_of(http: httpx.AsyncClient, operation: Operation, query: str) -> dict[tuple[str, str], str]:
    body: dict[str, Any] = {"json": {}} if operation.takes_json else {}
    answer = await http.request(operation.method, f"{operation.address()}?{query}", **body)
    return {(error["pointer"], error["code"]): error["detail"] for error in problem_of(answer, 422)["errors"]}


def test_links_that_people_pass_on_alone_ignore_unknown_parameters() -> None:
    ignoring = {str(operation) for operation in OPERATIONS if operation.route.takes_any_query}
    assert ignoring == {
        "GET /api/v1/shared/lists/{secret}",
        "GET /api/v1/shared/lists/{secret}/items",
        "GET /api/v1/calendar/{secret}.ics",
        "POST /api/v1/hooks/{secret}",
    }


@for_each("operation", [one for one in OPERATIONS if not one.route.takes_any_query])
async def test_parameter_that_is_not_known_is_refused_and_the_known_are_named(
    operation: Operation, accounts: Accounts
) -> None:
    admin = await accounts.admin()
    errors = await errors_of(admin.http, operation, "utm_source=mail")
    detail = errors["/query/utm_source", "unknown_parameter"]
    known = parameters_of(operation)
    assert all(name in detail for name in known)
    assert known or detail == "This operation takes no query parameters."
    if operation.method == "GET":
        assert await head_status(admin.http, operation, "utm_source=mail") == 422


@for_each("operation", [one for one in OPERATIONS if parameters_of(one)])
async def test_parameter_that_comes_twice_is_refused_unless_it_is_repeatable(
    operation: Operation, accounts: Accounts
) -> None:
    admin = await accounts.admin()
    for name, kind in parameters_of(operation).items():
        errors = await errors_of(admin.http, operation, f"{name}=&{name}=&unknown=")
        assert (("/query/" + name, "repeated_parameter") in errors) == ("tuple" not in str(kind)), name


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("/watchlist?type=show&skip=1", ["/query/type", "/query/skip"]),
        ("/titles?search=heat", ["/query/search"]),
        ("/reviews?username=x", ["/query/username"]),
        ("/auth/me?fields=id", ["/query/fields"]),
    ],
)
async def test_filter_of_another_service_never_gives_the_whole_list(
    path: str, wrong: list[str], accounts: Accounts
) -> None:
    person = await accounts.person()
    problem = problem_of(await person.http.get(f"/api/v1{path}"), 422)
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [
        (pointer, "unknown_parameter") for pointer in wrong
    ]


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/docs/icon.svg"])
async def test_pages_take_whatever_is_appended(path: str, client: httpx.AsyncClient) -> None:
    assert (await client.get(f"{path}?v=1&v=2&probe=kube")).status_code == 200


async def test_caller_who_is_not_signed_in_hears_of_that_first(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/watchlist?x=1", content=b"{", headers={"Content-Type": "application/json"})
    problem_of(answer, 401, "authentication_required")
