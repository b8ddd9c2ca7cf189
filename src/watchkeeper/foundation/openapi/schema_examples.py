"""Examples made from JSON Schema, for where nobody wrote one."""

from collections.abc import Mapping
from typing import Any

PLACEHOLDER = "text"
"""What stands for a text of which nothing is known."""

_FORMATS = {
    "uuid": "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b",
    "date-time": "2026-01-31T12:34:56.789012Z",
    "date": "2026-01-31",
    "email": "ada@example.com",
    "uri": "https://example.com/",
    "password": "correct horse battery staple",
}
_REFERENCE = "#/components/schemas/"


class SchemaExamples:
    """Makes examples of the schemas of an OpenAPI document.

    `members` gives values by the name of a member, where its schema gives none, or by `Schema.member`, which wins.
    """

    def __init__(self, schemas: Mapping[str, Any], members: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self._members = members

    def of(self, schema: Mapping[str, Any], member: str = "") -> Any:  # noqa: ANN401 - any JSON value
        """Return a value that is valid under `schema`: its own example, else one made of its parts."""
        if "$ref" in schema:
            return self.of(self._schemas[schema["$ref"].removeprefix(_REFERENCE)], member)
        if schema.get("examples"):
            return schema["examples"][0]
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][0]
        alternatives = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
        if alternatives:
            return self.of(alternatives[0], member)
        return self._of_type(schema, member)

    def _of_type(self, schema: Mapping[str, Any], member: str) -> Any:  # noqa: ANN401 - any JSON value
        match schema.get("type"):
            case "object":
                return self._of_object(schema)
            case "array":
                return [self.of(schema.get("items", {}), member)]
            case "integer" | "number":
                return self._members.get(member, schema.get("minimum", 1))
            case "boolean":
                return self._members.get(member, schema.get("default", True))
            case "null":
                return None
        return self._members.get(member, _FORMATS.get(schema.get("format", ""), PLACEHOLDER))

    def _of_object(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        required = schema.get("required", [])
        properties: Mapping[str, Any] = schema.get("properties", {})
        given = {name: self._members.get(f"{schema.get('title')}.{name}") for name in properties}
        return {
            name: given[name] or self.of(part, name)
            for name, part in properties.items()
            if given[name] or name in required or part.get("examples") or part.get("default") is not None
        }
