"""What operations have in common stands once in the document; where two differ, both are told."""

from copy import deepcopy
from typing import Any

from watchkeeper.foundation.core.dtos import Problem
from watchkeeper.foundation.http.problems import MEDIA_TYPE
from watchkeeper.foundation.openapi.components import share_components

LIMIT = {"name": "page_size", "in": "query", "schema": {"type": "integer"}}
Json = dict[str, Any]


def operation(status: str = "204", response: Json | None = None, parameters: list[Json] | None = None) -> Json:
    return {"parameters": parameters or [], "responses": {status: response or {"description": "Done", "headers": {}}}}


def problem(*codes: str) -> Json:
    examples = {code: {"summary": f"About {code}", "value": {}} for code in codes}
    return {"description": "Refused", "content": {MEDIA_TYPE: {"schema": {}, "examples": examples}}}


def document_of(*operations: Json) -> Json:
    paths = {f"/{number}": {"get": each} for number, each in enumerate(operations)}
    document: Json = {"paths": paths, "components": {"schemas": {}}}
    share_components(document)
    return document


def test_parameter_of_two_operations_is_a_component_and_that_of_one_is_not() -> None:
    single = LIMIT | {"name": "single"}
    first, second = operation(parameters=[dict(LIMIT), single]), operation(parameters=[dict(LIMIT)])
    document = document_of(first, second)
    assert document["components"]["parameters"] == {"PageSize": LIMIT}
    assert first["parameters"] == [{"$ref": "#/components/parameters/PageSize"}, single]
    assert second["parameters"] == [{"$ref": "#/components/parameters/PageSize"}]


def test_parameter_that_differs_from_that_of_most_stays_with_its_operation() -> None:
    other = LIMIT | {"description": "Another"}
    first, second, third = (operation(parameters=[dict(each)]) for each in (other, LIMIT, LIMIT))
    document = document_of(first, second, third)
    assert document["components"]["parameters"] == {"PageSize": LIMIT}
    assert first["parameters"] == [other]


def test_problem_is_a_component_named_after_its_codes() -> None:
    first = operation("404", problem("pet_not_found", "owner_not_found"))
    document = document_of(first)
    name = "PetNotFoundOrOwnerNotFound"
    assert first["responses"] == {"404": {"$ref": f"#/components/responses/{name}"}}
    response = document["components"]["responses"][name]
    assert response["description"] == (
        "Refused. `pet_not_found`: About pet_not_found; `owner_not_found`: About owner_not_found"
    )
    assert response["content"] == {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{name}Problem"}}}
    _, narrowed = document["components"]["schemas"][f"{name}Problem"]["allOf"]
    assert narrowed == {"properties": {"code": {"enum": ["pet_not_found", "owner_not_found"]}}}
    assert "code" in Problem.model_json_schema()["required"]


def test_codes_that_come_together_have_one_name() -> None:
    codes = ("authentication_required", "invalid_token", "invalid_credentials")
    document = document_of(operation("401", problem(*codes)), operation("401", problem(*codes[:2])))
    assert list(document["components"]["responses"]) == ["Unauthorized", "UnauthorizedOrInvalidCredentials"]


def test_problem_of_a_request_that_is_not_valid_has_errors() -> None:
    document = document_of(operation("422", problem("validation_failed")))
    _, narrowed = document["components"]["schemas"]["ValidationFailedProblem"]["allOf"]
    assert narrowed["required"] == ["errors"]


def test_same_codes_with_other_headers_stay_with_their_operation() -> None:
    counted = problem("stopping") | {"headers": {"Retry-After": {}}}
    first, second, third = (operation("503", each) for each in (counted, problem("stopping"), deepcopy(counted)))
    document = document_of(first, second, third)
    assert document["components"]["responses"]["Stopping"]["headers"] == {"Retry-After": {}}
    assert second["responses"]["503"]["content"][MEDIA_TYPE]["schema"] == {
        "$ref": "#/components/schemas/StoppingProblem"
    }


def test_success_of_two_operations_is_a_component_named_after_its_schema() -> None:
    pet = {"description": "x", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}
    owner = {"description": "x", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Owner"}}}}
    read, changed, single, created = (
        operation(status, deepcopy(response))
        for status, response in (("200", pet), ("200", pet), ("200", owner), ("201", pet))
    )
    document = document_of(read, changed, single, created)
    assert read["responses"] == changed["responses"] == {"200": {"$ref": "#/components/responses/Pet"}}
    assert document["components"]["responses"] == {"Pet": pet}
    assert (single["responses"]["200"], created["responses"]["201"]) == (owner, pet)
