"""Examples of the OpenAPI document: of bodies, of successful answers, and of problems as an operation words them."""

from typing import Any

from watchkeeper.configs.openapi_facts import OperationFacts
from watchkeeper.configs.openapi_texts import MEMBER_EXAMPLES
from watchkeeper.controllers.problems import MEDIA_TYPE
from watchkeeper.models.errors.base import InvalidInputError
from watchkeeper.utils.schema_examples import SchemaExamples


def add_examples(facts: OperationFacts, schemas: dict[str, Any]) -> None:
    """Give an example to everything an operation takes and answers."""
    examples = SchemaExamples(schemas, MEMBER_EXAMPLES)
    for parameter in facts.operation.get("parameters", []):
        if parameter["in"] == "path":
            parameter.setdefault("example", examples.of(parameter["schema"], parameter["name"]))
    if facts.takes_body:
        _add_body_examples(facts.operation["requestBody"]["content"], examples)
    path = _example_path(facts)
    for answer in facts.operation["responses"].values():
        for media_type, content in answer.get("content", {}).items():
            if media_type == MEDIA_TYPE:
                _place_problems(facts, path, content["examples"], examples)
            elif not content.keys() & {"example", "examples"}:
                content["example"] = examples.of(content["schema"])


def _add_body_examples(contents: dict[str, Any], examples: SchemaExamples) -> None:
    for content in contents.values():
        if not content.keys() & {"example", "examples"}:
            content["example"] = examples.of(content["schema"])


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
        member = next(iter(examples.of(body["schema"])), "name")
        return {"pointer": f"/body/{member}", "detail": "Field required", "code": "missing"}
    parameter = next(each for each in facts.operation["parameters"] if each["in"] in ("path", "query"))
    detail = "Input should be a valid UUID" if parameter["in"] == "path" else "Input is not valid"
    code = "uuid_parsing" if parameter["in"] == "path" else "invalid"
    return {"pointer": f"/{parameter['in']}/{parameter['name']}", "detail": detail, "code": code}
