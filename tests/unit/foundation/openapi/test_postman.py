"""The Postman collection: every operation, ready to be sent."""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from tests.support.documents import operations
from watchkeeper.commands.documents import postman
from watchkeeper.configs.api_docs import postman_plan, service_document
from watchkeeper.foundation.openapi.postman import postman_collection, postman_environment

DOCUMENT = service_document()
PLAN = postman_plan()
COLLECTION = postman_collection(DOCUMENT, PLAN)
ENVIRONMENT = postman_environment(DOCUMENT, PLAN, "http://127.0.0.1:8100")
ALL_ITEMS = [item for folder in COLLECTION["item"] for item in folder["item"]]
STEPS = {step["name"] for step in PLAN["steps"]}
ITEMS = [item for item in ALL_ITEMS if item["name"] not in STEPS]


def item(method: str, path: str) -> dict[str, Any]:
    raw = "{{base_url}}" + path
    return next(each for each in ITEMS if (each["request"]["method"], each["request"]["url"]["raw"]) == (method, raw))


def script(method: str, path: str) -> str:
    return "\n".join(line for event in item(method, path).get("event", []) for line in event["script"]["exec"])


def variables_in(part: Any) -> Iterator[str]:
    yield from re.findall(r"\{\{(\w+)\}\}", json.dumps(part))


def test_collection_has_a_request_for_every_operation() -> None:
    requests = sorted((each["request"]["method"], each["request"]["url"]["raw"]) for each in ITEMS)
    requested = (
        (each.method, "{{base_url}}" + re.sub(r"\{(\w+)\}", r":\1", each.path)) for each in operations(DOCUMENT)
    )
    assert requests == sorted(requested)


def test_folders_are_those_of_the_plan_in_its_order() -> None:
    folders = [folder["name"] for folder in COLLECTION["item"]]
    assert folders == [name for name in PLAN["folders"] if name in folders]
    assert {*PLAN["folders"]} - {*folders} <= {"More"}


def test_every_request_checks_its_status() -> None:
    scripts = ["\n".join(event["script"]["exec"]) for each in ALL_ITEMS for event in each["event"]]
    assert len([text for text in scripts if "pm.response.code).to.be.oneOf" in text]) == len(ALL_ITEMS)


def test_collection_is_of_format_2_1_and_made_the_same_twice() -> None:
    assert COLLECTION["info"]["schema"].endswith("/v2.1.0/collection.json")
    assert json.dumps(postman_collection(DOCUMENT, PLAN)) == json.dumps(COLLECTION)


def test_ids_are_uuids_and_unique() -> None:
    ids = [each["id"] for each in (*ALL_ITEMS, *COLLECTION["item"], ENVIRONMENT)] + [COLLECTION["info"]["_postman_id"]]
    assert len({UUID(id_) for id_ in ids}) == len(ids)


def test_requests_that_need_a_token_inherit_it_and_others_send_none() -> None:
    assert COLLECTION["auth"]["bearer"][0]["value"] == "{{access_token}}"
    assert "auth" not in item("POST", "/api/v1/watchlist")["request"]
    assert item("POST", "/api/v1/genres")["request"]["auth"]["bearer"][0]["value"] == "{{admin_token}}"
    assert item("GET", "/health")["request"]["auth"] == {"type": "noauth"}


def test_json_bodies_are_json() -> None:
    raws = [each["request"]["body"]["raw"] for each in ITEMS if each["request"].get("body", {}).get("mode") == "raw"]
    assert raws
    assert all(isinstance(json.loads(raw), dict) for raw in raws)


def test_environment_knows_every_variable_that_requests_use() -> None:
    known = {value["key"] for value in ENVIRONMENT["values"]}
    assert set(variables_in(COLLECTION["item"])) <= known


def test_path_variables_are_filled_from_the_environment() -> None:
    assert item("GET", "/api/v1/genres/:genre_id")["request"]["url"]["variable"] == [
        {"key": "genre_id", "value": "{{genre_id}}"}
    ]


def test_parameters_that_are_optional_are_switched_off() -> None:
    query = item("GET", "/api/v1/genres")["request"]["url"]["query"]
    assert {"limit", "cursor", "sort"} <= {parameter["key"] for parameter in query}
    assert all(parameter["disabled"] for parameter in query)


@pytest.mark.parametrize("path", ["/api/v1/auth/login", "/api/v1/auth/refresh", "/api/v1/auth/token"])
def test_answers_with_tokens_are_kept(path: str) -> None:
    assert 'pm.environment.set("access_token", body.access_token);' in script("POST", path)
    assert 'pm.environment.set("refresh_token", body.refresh_token);' in script("POST", path)


@pytest.mark.parametrize(("path", "variable"), [("/api/v1/auth/register", "user_id"), ("/api/v1/genres", "genre_id")])
def test_ids_of_what_was_created_are_kept(path: str, variable: str) -> None:
    assert f'pm.environment.set("{variable}", body.id);' in script("POST", path)


def test_log_in_sends_the_credentials_of_the_environment() -> None:
    body = json.loads(item("POST", "/api/v1/auth/login")["request"]["body"]["raw"])
    assert body == {"username": "{{username}}", "password": "{{password}}"}


def test_secrets_of_the_environment_are_marked_as_such() -> None:
    secret = {value["key"] for value in ENVIRONMENT["values"] if value["type"] == "secret"}
    assert secret == {*PLAN["secrets"], "access_token", "refresh_token"}


def test_command_writes_both_files(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    postman(tmp_path / "postman", "https://watch.example")
    written = sorted((tmp_path / "postman").iterdir())
    assert [json.loads(file.read_text("utf-8")) for file in written] == [
        COLLECTION,
        postman_environment(DOCUMENT, PLAN, "https://watch.example"),
    ]
    assert capsys.readouterr().out.splitlines() == [str(file) for file in written]
