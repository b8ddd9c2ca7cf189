"""What the document derives from an operation: from routes made for the purpose, so that each fact stands alone."""

from typing import Any
from uuid import UUID

import pytest
from fastapi import Response

from tests.support.documents import codes_of, operations
from watchkeeper.configs.openapi_texts import DOCUMENT_TEXTS
from watchkeeper.foundation.core.dtos import PageQuery
from watchkeeper.foundation.http import (
    ApiRouter,
    Caller,
    CurrentAdmin,
    CurrentUser,
    IfMatch,
    PageOutput,
    Paging,
    RateLimitClass,
    no_content,
)
from watchkeeper.foundation.openapi.openapi import openapi_document
from watchkeeper.models.dtos.catalogue.genre_dtos import CreateGenreInput, GenreOutput
from watchkeeper.models.errors.catalogue_errors import GenreNotFoundError
from watchkeeper.models.errors.identity_errors import InvalidCredentialsError


async def read_openly() -> Response:
    """Read. Needs nothing."""
    return no_content()


async def read_optionally(caller: Caller) -> Response:
    """Read, with or without a token."""
    return no_content()


async def search_things(caller: CurrentUser, query: PageQuery, page: Paging) -> Response:
    """List things."""
    return no_content()


async def create_thing(thing: CreateGenreInput, caller: CurrentUser) -> Response:
    """Make a thing."""
    return no_content()


async def send_signal(caller: CurrentUser) -> Response:
    """Send a signal. Nothing but a key is in the request."""
    return no_content()


async def update_thing(thing_id: UUID, thing: CreateGenreInput, admin: CurrentAdmin, version: IfMatch) -> Response:
    """Change a thing."""
    return no_content()


async def read_freely() -> Response:
    """Read as often as one likes."""
    return no_content()


async def read_secretly() -> Response:
    """Read what nobody is told of."""
    return no_content()


SCOPES = {"read_optionally": (frozenset({"read"}),), "update_thing": (frozenset({"two", "one"}), frozenset({"all"}))}


def routes() -> ApiRouter:
    router = ApiRouter(tag="genres")
    router.get("/open", read_openly, returns=GenreOutput, public=True)
    router.get("/optional", read_optionally, returns=GenreOutput)
    router.get("/things", search_things, returns=PageOutput[GenreOutput])
    router.post("/things", create_thing, returns=GenreOutput, status=201, errors=[InvalidCredentialsError])
    router.post("/signals", send_signal, status=204)
    router.patch("/things/{thing_id}", update_thing, returns=GenreOutput, errors=[GenreNotFoundError])
    router.get("/unlimited", read_freely, rate_limit=RateLimitClass.UNLIMITED, public=True, any_query=True)
    router.get("/hidden", read_secretly, public=True, in_schema=False)
    for route in router.routes:
        route.scopes = SCOPES.get(route.name, ())
    return router


LIMIT_HEADERS = {"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy"}
DOCUMENT = openapi_document(routes().routes, DOCUMENT_TEXTS)
OPERATIONS = {operation.member["operationId"]: operation for operation in operations(DOCUMENT)}
BY_ID = {operation_id: operation.member for operation_id, operation in OPERATIONS.items()}


def codes(operation_id: str, status: int) -> list[str]:
    return codes_of(OPERATIONS[operation_id], status, DOCUMENT)


@pytest.mark.parametrize(
    ("operation_id", "security"),
    [
        ("read_openly", []),
        ("read_optionally", [{}, {"password": []}, {"access_token": []}, {"application_token": ["read"]}]),
        ("search_things", [{"password": []}, {"access_token": []}]),
        (
            "update_thing",
            [
                {"password": []},
                {"access_token": []},
                {"application_token": ["one", "two"]},
                {"application_token": ["all"]},
            ],
        ),
    ],
)
def test_security_follows_from_who_the_operation_asks_for(operation_id: str, security: Any) -> None:
    assert BY_ID[operation_id]["security"] == security


AWAY = ["database_unavailable", "transaction_conflict", "request_timeout", "stopping"]


@pytest.mark.parametrize(
    ("operation_id", "problems_by_status"),
    [
        ("read_openly", {422: ["validation_failed"], 503: AWAY}),
        (
            "read_optionally",
            {401: ["invalid_token"], 403: ["insufficient_scope"], 422: ["validation_failed"], 503: AWAY},
        ),
        (
            "search_things",
            {
                401: ["authentication_required", "invalid_token"],
                403: ["session_required"],
                422: ["validation_failed", "invalid_cursor"],
                503: AWAY,
            },
        ),
        (
            "create_thing",
            {
                401: ["authentication_required", "invalid_token", "invalid_credentials"],
                403: ["session_required", "origin_not_allowed"],
                408: ["body_timeout"],
                409: ["idempotency_key_in_use"],
                413: ["body_too_large"],
                415: ["unsupported_media_type"],
                422: ["validation_failed", "idempotency_key_reused"],
                503: AWAY,
            },
        ),
        (
            "update_thing",
            {
                401: ["authentication_required", "invalid_token"],
                403: ["insufficient_scope", "origin_not_allowed", "admin_required"],
                404: ["genre_not_found"],
                412: ["precondition_failed"],
                408: ["body_timeout"],
                413: ["body_too_large"],
                415: ["unsupported_media_type"],
                422: ["validation_failed"],
                503: AWAY,
            },
        ),
    ],
)
def test_problems_follow_from_what_the_operation_takes(
    operation_id: str, problems_by_status: dict[int, list[str]]
) -> None:
    operation = BY_ID[operation_id]
    constraint_errors = [int(status) for status in operation["responses"] if int(status) >= 400]
    assert {status: codes(operation_id, status) for status in constraint_errors} == problems_by_status | {
        429: ["rate_limited"],
        431: ["headers_too_large"],
    }


def test_operation_says_which_scopes_a_token_needs() -> None:
    said = {name: BY_ID[name]["description"].rpartition("For ")[2] for name in ("search_things", "update_thing")}
    assert said == {
        "search_things": "signed-in accounts. Not with an application token.",
        "update_thing": "admins. Scope: `one`, `two` or `all`.",
    }


def test_route_without_limits_speaks_of_none() -> None:
    answers = BY_ID["read_freely"]["responses"]
    assert "429" not in answers
    assert answers["200"]["headers"].keys() == {"X-Request-ID", "ETag"}


def test_route_outside_the_schema_is_not_in_the_document() -> None:
    assert "/hidden" not in DOCUMENT["paths"]


def test_request_with_nothing_but_a_key_can_be_wrong_in_its_key() -> None:
    assert codes("send_signal", 422) == ["validation_failed", "idempotency_key_reused"]
    assert [parameter["name"] for parameter in BY_ID["send_signal"]["parameters"]] == ["Idempotency-Key"]


def test_read_takes_if_none_match_and_answers_304_without_body() -> None:
    operation = BY_ID["read_openly"]
    assert [parameter["name"] for parameter in operation["parameters"]] == ["If-None-Match"]
    assert "content" not in operation["responses"]["304"]


@pytest.mark.parametrize(
    ("operation_id", "status", "headers"),
    [
        ("search_things", "200", {"X-Request-ID", "ETag", "Link"}),
        ("create_thing", "201", {"X-Request-ID", "ETag", "Location", "Idempotency-Replayed"}),
        ("create_thing", "409", {"X-Request-ID", "Retry-After"}),
        ("update_thing", "200", {"X-Request-ID", "ETag"}),
        ("update_thing", "401", {"X-Request-ID", "WWW-Authenticate"}),
        ("update_thing", "429", {"X-Request-ID", "Retry-After"}),
        ("update_thing", "503", {"X-Request-ID", "Retry-After"}),
    ],
)
def test_headers_follow_from_the_answer(operation_id: str, status: str, headers: set[str]) -> None:
    assert BY_ID[operation_id]["responses"][status]["headers"].keys() == headers | LIMIT_HEADERS


def test_summary_is_the_beginning_of_the_docstring() -> None:
    assert BY_ID["read_openly"]["summary"] == "Read"
    assert BY_ID["read_openly"]["description"] == "Read. Needs nothing.\n\nFor anybody."


def test_optional_header_is_left_out_rather_than_null() -> None:
    header = next(each for each in BY_ID["update_thing"]["parameters"] if each.get("name") == "If-Match")
    assert header["schema"]["type"] == "string"
    assert "required" not in header
