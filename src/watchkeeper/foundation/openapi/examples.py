"""Examples of path parameters and request bodies in the OpenAPI document."""

from collections.abc import Mapping
from typing import Any

from watchkeeper.foundation.openapi.facts import OperationFacts
from watchkeeper.foundation.openapi.schema_examples import SchemaExamples


def add_examples(facts: OperationFacts, schemas: dict[str, Any], member_examples: Mapping[str, Any]) -> None:
    """Add examples to the path parameters, and the examples of its model to the body."""
    for parameter in facts.operation.get("parameters", []):
        if parameter["in"] == "path":
            example = member_examples.get(parameter["name"]) or SchemaExamples(schemas).of(parameter["schema"])
            parameter.setdefault("example", example)
    if facts.takes_body and facts.body_examples:
        _add_body_examples(facts, schemas)


def _add_body_examples(facts: OperationFacts, schemas: dict[str, Any]) -> None:
    """Add examples to the schema of the body; several also to its content, where documentation pages show them."""
    examples = facts.body_examples
    for content in facts.operation["requestBody"]["content"].values():
        schemas[content["schema"]["$ref"].rpartition("/")[2]]["examples"] = examples
        if len(examples) > 1:
            content["examples"] = {
                str(number): {"summary": ", ".join(value), "value": value} for number, value in enumerate(examples, 1)
            }


def add_member_examples(schemas: dict[str, Any], member_examples: Mapping[str, Any]) -> None:
    """Add examples to the members of schemas that have no example themselves."""
    for schema in schemas.values():
        if "examples" not in schema:
            _add_member_examples(schema, member_examples)


def _add_member_examples(schema: dict[str, Any], member_examples: Mapping[str, Any]) -> None:
    for name, member in schema.get("properties", {}).items():
        own = member_examples.get(f"{schema.get('title')}.{name}")
        if own is not None:
            member["examples"] = [own]
        elif name in member_examples and _is_plain(member):
            member.setdefault("examples", [member_examples[name]])
        elif name in member_examples and _is_plain(member.get("items", {})):
            member.setdefault("examples", [[member_examples[name]]])


def _is_plain(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    return kind in ("string", "number", "integer", "boolean") and not schema.keys() & {"enum", "const"}
