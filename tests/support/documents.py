"""Reading the OpenAPI document in tests: its operations, and values held against its schemas."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from watchkeeper.configs.api_docs import service_document

JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the document; `member` is the object that stands for it."""

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
    return [
        Operation(path, method.upper(), member)
        for path, methods in document["paths"].items()
        for method, member in methods.items()
    ]


def examples_of(content: dict[str, Any]) -> list[Any]:
    if "example" in content:
        return [content["example"]]
    return [example["value"] for example in content.get("examples", {}).values()]


def mismatches(value: Any, schema: dict[str, Any], document: dict[str, Any]) -> list[str]:
    """Return what is wrong with `value` under a schema of `document`; formats count."""
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": document["components"], **schema}
    validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    return [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(value)]


def problem_mismatches(body: Any) -> list[str]:
    return mismatches(body, {"$ref": "#/components/schemas/Problem"}, service_document())
