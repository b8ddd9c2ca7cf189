"""A service that breaks its promises is found out: the campaign can fail."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from tests.fuzzing.campaign import Finding, Plan, run
from tests.fuzzing.exclusions import PROVIDER_CODES
from tests.fuzzing.served import served
from tests.support.databases import test_settings

_PROBLEM = {"description": "Refused", "content": {"application/json": {"schema": {"type": "object"}}}}
_PLAN = Plan(("fuzzing",), 2, 1)

Json = dict[str, Any]


def document(*statuses: str) -> Json:
    """Return the document of one operation, which answers an object with a number or one of these problems."""
    thing = {"type": "object", "required": ["number"], "properties": {"number": {"type": "integer"}}}
    success = {"description": "The thing", "content": {"application/json": {"schema": thing}}}
    answers = {"200": success} | dict.fromkeys(statuses, _PROBLEM)
    parameters = {"IdempotencyKey": {"name": "Idempotency-Key", "in": "header", "schema": {}, "example": "a"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/thing": {"get": {"responses": answers}}},
        "components": {"parameters": parameters},
    }


@contextmanager
def answering(status: int, body: Json) -> Iterator[str]:
    application = FastAPI()

    @application.get("/thing")
    async def thing() -> JSONResponse:
        return JSONResponse(body, status)

    with served(application, test_settings()) as address:
        yield address


def findings(status: int, body: Json, *documented: str) -> list[Finding]:
    with answering(status, body) as address:
        outcome = run(document(*documented), address, _PLAN, None)
    assert outcome.errors == []
    assert outcome.requests > 0
    return outcome.distinct()


def checks(status: int, body: Json, *documented: str) -> set[str]:
    return {finding.check for finding in findings(status, body, *documented)}


def test_answer_as_documented_is_no_finding() -> None:
    assert findings(200, {"number": 1}) == []


def test_body_outside_its_schema_is_a_finding() -> None:
    assert checks(200, {"number": "one"}) == {"response_schema_conformance"}


def test_undocumented_status_is_a_finding() -> None:
    assert checks(418, {}) == {"status_code_conformance", "positive_data_acceptance"}


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_server_error_is_a_finding_though_it_is_documented(status: int) -> None:
    assert "not_a_server_error" in checks(status, {"code": "internal_error"}, str(status))


def test_trouble_of_a_provider_is_none_where_it_is_documented() -> None:
    assert findings(502, {"code": "provider_unavailable"}, "502") == []


def test_trouble_of_a_provider_is_a_finding_where_it_is_not_documented() -> None:
    found = checks(502, {"code": "provider_unavailable"})
    assert {"not_a_server_error", "status_code_conformance"} <= found


def test_finding_tells_how_to_repeat_it() -> None:
    text = str(findings(500, {"code": "internal_error"}, "500")[0])
    assert "GET http://127.0.0.1:" in text
    assert "GET /thing -> 500 ('internal_error',)" in text


def test_only_what_providers_are_to_blame_for_may_be_a_server_error() -> None:
    assert "provider_unavailable" in PROVIDER_CODES
    assert not {"internal_error", "database_unavailable", "stopping"} & PROVIDER_CODES
