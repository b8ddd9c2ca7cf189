"""Examples of the OpenAPI document: of bodies, of successful answers, and of problems as an operation words them."""

from collections.abc import Mapping
from typing import Any

from watchkeeper.foundation.core.errors import InvalidInputError
from watchkeeper.foundation.http.problems import MEDIA_TYPE
from watchkeeper.foundation.idempotency.errors import POINTER
from watchkeeper.foundation.openapi.facts import OperationFacts
from watchkeeper.foundation.openapi.schema_examples import SchemaExamples


def add_examples(facts: OperationFacts, schemas: dict[str, Any], member_examples: Mapping[str, Any]) -> None:
    """Give an example to everything an operation takes and answers."""
    examples = SchemaExamples(schemas, member_examples)
    for parameter in facts.operation.get("parameters", []):
        if parameter["in"] == "path":
            parameter.setdefault("example", examples.of(parameter["schema"], parameter["name"]))
    if facts.takes_body:
        _add_body_examples(facts, schemas, examples)
    for answer in facts.operation["responses"].values():
        _add_answer_examples(facts, answer.get("content", {}), examples)


def _add_answer_examples(facts: OperationFacts, contents: dict[str, Any], examples: SchemaExamples) -> None:
    path = _example_path(facts)
    for media_type, content in contents.items():
        if media_type == MEDIA_TYPE:
            _place_problems(facts, path, content["examples"], examples)
        elif not content.keys() & {"example", "examples"}:
            content["example"] = examples.of(content["schema"])


def _add_body_examples(facts: OperationFacts, schemas: dict[str, Any], examples: SchemaExamples) -> None:
    written = facts.body_examples
    for content in facts.operation["requestBody"]["content"].values():
        if written:
            schemas[content["schema"]["$ref"].rpartition("/")[2]]["examples"] = written
        if len(written) > 1:
            content["examples"] = {
                str(number): {"summary": ", ".join(value), "value": value} for number, value in enumerate(written, 1)
            }
        else:
            content["example"] = written[0] if written else examples.of(content["schema"])


def _example_path(facts: OperationFacts) -> str:
    parameters = facts.operation.get("parameters", [])
    return facts.route.path_format.format(
        **{parameter["name"]: parameter["example"] for parameter in parameters if parameter["in"] == "path"}
    )


def _place_problems(facts: OperationFacts, path: str, problems: dict[str, Any], examples: SchemaExamples) -> None:
    for code, problem in problems.items():
        problem["value"]["instance"] = path
        if code == InvalidInputError.code:
            problem["value"]["errors"] = [_field_problem(facts, examples)]


def _field_problem(facts: OperationFacts, examples: SchemaExamples) -> dict[str, str]:
    """Return something that may well be wrong with a request for this operation."""
    if facts.takes_body:
        body = next(iter(facts.operation["requestBody"]["content"].values()))
        member = next(iter(examples.of(body["schema"])))
        return _field(f"/body/{member}", "Field required", "missing")
    places = {parameter["name"]: parameter["in"] for parameter in facts.operation.get("parameters", [])}
    if "limit" in places:
        return _field("/query/limit", "Input should be less than or equal to 100", "less_than_equal")
    named = [(name, place) for name, place in places.items() if place in ("path", "query")]
    if not named and not facts.takes_key:
        return _field("/query/page", "This operation takes no query parameters.", "unknown_parameter")
    if not named:
        return _field(POINTER, "A key has 1 to 255 printable ASCII characters.", "idempotency_key")
    name, place = named[0]
    return _field(f"/{place}/{name}", "Input should be a valid UUID", "uuid_parsing")


def _field(pointer: str, detail: str, code: str) -> dict[str, str]:
    return {"pointer": pointer, "detail": detail, "code": code}
