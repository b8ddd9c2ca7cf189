"""Reading the OpenAPI document in tests: its operations, and values held against its schemas."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jsonschema_rs

from watchkeeper.configs.api_docs import service_document
from watchkeeper.foundation.openapi.schema_examples import SchemaExamples

JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the document; `member` stands for it, with its parameters and responses instead of references."""

    path: str
    method: str
    member: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        answers: dict[str, dict[str, Any]] = self.member["responses"]
        return answers

    def contents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give every body the operation takes or answers, by media type."""
        for holder in (self.member.get("requestBody", {}), *self.answers.values()):
            yield from holder.get("content", {}).items()


def operations(document: dict[str, Any]) -> list[Operation]:
    """Return all operations of an OpenAPI document."""
    return [
        Operation(path, method.upper(), _with_components(member, document))
        for path, methods in document["paths"].items()
        for method, member in methods.items()
    ]


def _with_components(member: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    responses = {status: resolved(response, document) for status, response in member["responses"].items()}
    parameters = [resolved(parameter, document) for parameter in member.get("parameters", [])]
    return {**member, "responses": responses, "parameters": parameters}


def resolved(part: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """Return the component that `part` refers to, or `part` itself."""
    if "$ref" not in part:
        return part
    _, _, kind, name = part["$ref"].split("/")
    component: dict[str, Any] = document["components"][kind][name]
    return component


def codes_of(operation: Operation, status: int, document: dict[str, Any]) -> list[str]:
    """Return the codes that problems with a status may have: all there are of them, in the order of the document."""
    content = operation.answers.get(str(status), {}).get("content", {})
    if PROBLEM not in content:
        return []
    _, narrowed = resolved(content[PROBLEM]["schema"], document)["allOf"]
    codes: list[str] = narrowed["properties"]["code"]["enum"]
    return codes


def examples_of(content: dict[str, Any], document: dict[str, Any]) -> list[Any]:
    """Return the examples of a body: those beside its schema, else those in it, else one of its members' examples."""
    if "example" in content:
        return [content["example"]]
    beside = [example["value"] for example in content.get("examples", {}).values()]
    made = SchemaExamples(document["components"]["schemas"]).of(content["schema"])
    return beside or resolved(content["schema"], document).get("examples") or [made]


def mismatches(value: Any, schema: dict[str, Any], document: dict[str, Any]) -> list[str]:
    """Return what is wrong with `value` under a schema of `document`; formats count."""
    validator = _VALIDATORS.setdefault(id(document), _Validators(document)).of(schema)
    return [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(value)]


class _Validators:
    """Validators of the schemas of one document. Making one takes longer than all it is used for, and each takes some
    two megabytes."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._of_text = lru_cache(_MAX_VALIDATORS)(self._make)

    def of(self, schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
        return self._of_text(json.dumps(schema))

    def _make(self, text: str) -> jsonschema_rs.Draft202012Validator:
        dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        whole = {**dialect, "components": self._document["components"], **json.loads(text)}
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


_MAX_VALIDATORS = 100
_VALIDATORS: dict[int, _Validators] = {}


def problem_mismatches(body: Any) -> list[str]:
    """Return how a body differs from the schema of problems."""
    return mismatches(body, {"$ref": "#/components/schemas/Problem"}, service_document())
