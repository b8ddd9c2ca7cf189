"""The OpenAPI document: complete, true to itself, and current in docs/."""

import json
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.support.documents import JSON, PROBLEM, Operation, codes_of, examples_of, mismatches, operations, resolved
from tests.support.each import for_each
from watchkeeper.commands.documents import error_codes, json_text, openapi
from watchkeeper.configs.api_docs import service_document
from watchkeeper.configs.dispatcher import documented_routes
from watchkeeper.configs.error_codes import error_classes, error_codes_page
from watchkeeper.configs.openapi_texts import DOCUMENT_TEXTS
from watchkeeper.configs.settings import PROJECT_ROOT
from watchkeeper.foundation.core.errors import ExistingConflictError
from watchkeeper.foundation.http.problems import STATUSES
from watchkeeper.foundation.openapi.openapi import openapi_document
from watchkeeper.foundation.openapi.schema_examples import PLACEHOLDER

DOCUMENT = service_document()
OPERATIONS = operations(DOCUMENT)
PROBLEM_SCHEMA = {"$ref": "#/components/schemas/Problem"}

NAMING = {error.code for error in error_classes() if issubclass(error, ExistingConflictError)}

MAX_BYTES_PER_OPERATION = 4500

every_operation = for_each("operation", OPERATIONS)


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for value in part:
            yield from references(value)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(part)


def codes_in(operation: Operation, status: str) -> list[str]:
    return codes_of(operation, int(status), DOCUMENT)


def test_document_names_what_it_describes() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    assert DOCUMENT["info"]["title"] == "Watchkeeper"
    assert DOCUMENT["info"]["license"] == {"name": "MIT", "identifier": "MIT"}
    assert "## First steps" in DOCUMENT["info"]["description"]


def test_document_built_twice_is_the_same_text() -> None:
    first, second = (openapi_document(documented_routes(), DOCUMENT_TEXTS) for _ in range(2))
    assert json.dumps(first) == json.dumps(second)


def test_committed_document_is_current() -> None:
    committed = (PROJECT_ROOT / "docs" / "openapi.json").read_text("utf-8")
    assert committed == json_text(DOCUMENT), "run: python manage.py openapi --output docs/openapi.json"


def test_text_of_a_document_has_on_a_line_what_fits_there() -> None:
    members = {name: {"type": "string", "description": "é" * 40} for name in ("first", "second")}
    written = json_text({"short": [1, {}], "properties": members})
    assert written.splitlines() == [
        "{",
        ' "short": [1, {}],',
        ' "properties": {',
        f'  "first": {{"type": "string", "description": "{"é" * 40}"}},',
        f'  "second": {{"type": "string", "description": "{"é" * 40}"}}',
        " }",
        "}",
    ]
    assert json.loads(json_text(DOCUMENT)) == DOCUMENT


def test_committed_document_stays_small() -> None:
    size = (PROJECT_ROOT / "docs" / "openapi.json").stat().st_size
    assert size < MAX_BYTES_PER_OPERATION * len(OPERATIONS)


def test_committed_page_of_error_codes_is_current() -> None:
    committed = (PROJECT_ROOT / "docs" / "errors.md").read_text("utf-8")
    assert committed == error_codes_page(), "run: python manage.py error-codes --output docs/errors.md"


@pytest.mark.parametrize(
    ("command", "text"), [(openapi, json_text(DOCUMENT)), (error_codes, error_codes_page())], ids=["openapi", "errors"]
)
def test_command_prints_or_writes_its_document(
    command: Callable[[Path | None], None], text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command(None)
    command(tmp_path / "new" / "document")
    assert capsys.readouterr().out == text
    assert (tmp_path / "new" / "document").read_text("utf-8") == text


def test_error_codes_are_unique_and_written_alike() -> None:
    codes = [error.code for error in error_classes()]
    told_by_status = {"provider_unavailable"}  # 502 and 504: clients do the same after both
    assert {code for code in codes if codes.count(code) > 1} == told_by_status
    kinds = [(error.code, error.kind) for error in error_classes()]
    assert len(kinds) == len(set(kinds))
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in codes)


def test_codes_of_documented_problems_are_on_the_page() -> None:
    page = error_codes_page()
    codes = {code for operation in OPERATIONS for status in operation.answers for code in codes_in(operation, status)}
    assert codes
    assert [code for code in codes if f"| `{code}` |" not in page] == []


def test_page_of_error_codes_has_every_code_below_its_status() -> None:
    sections = re.split(r"^## ", error_codes_page(), flags=re.MULTILINE)
    there = {
        (section[:3], code) for section in sections for code in re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    }
    assert {(str(STATUSES[error.kind].value), error.code) for error in error_classes()} <= there


def test_operation_ids_are_unique() -> None:
    ids = [operation.member["operationId"] for operation in OPERATIONS]
    assert len(ids) == len(set(ids))


def test_every_tag_in_use_is_described_in_the_fixed_order() -> None:
    used = {tag for operation in OPERATIONS for tag in operation.member["tags"]}
    assert [tag["name"] for tag in DOCUMENT["tags"]] == [name for name in DOCUMENT_TEXTS.tags if name in used]
    assert used <= DOCUMENT_TEXTS.tags.keys()


def test_every_schema_is_in_use_and_every_reference_leads_somewhere() -> None:
    named = set(references(DOCUMENT))
    shared = ("schemas", "responses", "parameters", "headers")
    there = {f"#/components/{kind}/{name}" for kind in shared for name in DOCUMENT["components"][kind]}
    assert named == there


def test_schemas_have_names_a_client_developer_would_choose() -> None:
    names = DOCUMENT["components"]["schemas"]
    assert {"Problem", "Genre", "GenreList"} <= names.keys()
    assert [name for name in names if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name)] == []


@every_operation
def test_operation_has_a_summary_and_a_description(operation: Operation) -> None:
    assert operation.member["summary"]
    assert operation.member["summary"] in operation.member["description"]


@every_operation
def test_operation_answers_problems_and_nothing_else_as_problems(operation: Operation) -> None:
    for answer in operation.answers.values():
        for kind, content in answer.get("content", {}).items():
            parts = resolved(content["schema"], DOCUMENT).get("allOf", [])
            assert (kind == PROBLEM) == (PROBLEM_SCHEMA in parts)


@every_operation
def test_operation_lists_the_codes_of_its_problems_and_says_what_each_means(operation: Operation) -> None:
    titles = {(STATUSES[error.kind].value, error.code): error.title for error in error_classes()}
    for status, answer in operation.answers.items():
        codes = codes_in(operation, status)
        assert bool(codes) == (PROBLEM in answer.get("content", {}))
        assert [code for code in codes if f"`{code}`: {titles[int(status), code]}" not in answer["description"]] == []


@every_operation
def test_schema_of_a_problem_takes_its_codes_and_no_other(operation: Operation) -> None:
    for status, answer in operation.answers.items():
        for code in codes_in(operation, status):
            schema = answer["content"][PROBLEM]["schema"]
            problem: dict[str, Any] = dict.fromkeys(("type", "title", "detail", "instance", "request_id"), "")
            problem |= {"status": int(status), "code": code, "errors": []}
            assert mismatches(problem, schema, DOCUMENT) == []
            assert mismatches(problem | {"code": "another"}, schema, DOCUMENT)
            assert status != "422" or mismatches({**problem, "errors": None}, schema, DOCUMENT)


@every_operation
def test_operation_has_valid_examples_of_all_it_takes_and_answers(operation: Operation) -> None:
    for kind, content in operation.contents():
        examples = examples_of(content, DOCUMENT)
        assert examples, kind
        assert [wrong for value in examples for wrong in mismatches(value, content["schema"], DOCUMENT)] == []


@every_operation
def test_operation_has_examples_that_somebody_thought_of(operation: Operation) -> None:
    contents = [content for kind, content in operation.contents() if kind != PROBLEM]
    examples = [example for content in contents for example in examples_of(content, DOCUMENT)]
    assert PLACEHOLDER not in list(texts(examples))


FILES = {route.path_format for route in documented_routes() if route.method == "GET" and not route.has_tag}
IS_KEYED = {(route.method, route.path_format): route.takes_key for route in documented_routes()}


def takes_key(operation: Operation) -> bool:
    return IS_KEYED[operation.method, operation.path] and bool(operation.member["security"])


def _awaited(operation: Operation) -> set[str]:
    """Return the statuses after which the same request may be sent again in a moment."""
    return {"409", "429", "503"} if takes_key(operation) else {"429", "503"}


@every_operation
def test_operation_that_takes_a_key_says_so(operation: Operation) -> None:
    keys = [one for one in operation.member["parameters"] if one["name"] == "Idempotency-Key"]
    listed = {code for status in operation.answers for code in codes_in(operation, status)}
    codes = {code for code in listed if code.startswith("idempotency_key")}
    requested = {"idempotency_key_reused", "idempotency_key_in_use"} if takes_key(operation) else set()
    assert (len(keys), codes) == (int(takes_key(operation)), requested)


@every_operation
def test_operation_tells_the_headers_of_its_answers(operation: Operation) -> None:
    for status, answer in operation.answers.items():
        headers = answer["headers"]
        assert "X-Request-ID" in headers
        is_made = status == "201" or (status == "202" and operation.method == "POST")
        assert ("Location" in headers) == (is_made or bool(NAMING & {*codes_in(operation, status)}))
        challenged = status == "401" or "insufficient_scope" in codes_in(operation, status)
        assert ("WWW-Authenticate" in headers) == challenged
        assert ("Retry-After" in headers) == (PROBLEM in answer.get("content", {}) and status in _awaited(operation))
        assert ("Idempotency-Replayed" in headers) == (takes_key(operation) and status.startswith("2"))
        if operation.method == "GET":
            assert ("ETag" in headers) == (status in ("200", "304") and operation.path not in FILES)


@every_operation
def test_no_answer_has_the_error_shape_of_the_framework(operation: Operation) -> None:
    assert JSON not in operation.answers.get("422", {}).get("content", {})


def test_pages_name_no_other_machine() -> None:
    own = files("watchkeeper") / "resources" / "docs"
    pages = [page.read_text("utf-8") for page in own.iterdir() if page.name.endswith((".html", ".js"))]
    assert len(pages) == 3
    assert [address for page in pages for address in re.findall(r"(?:https?:)?//[a-z]\S*", page)] == []
