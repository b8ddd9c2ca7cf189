"""Generates examples from JSON Schema, for schemas without one."""

from collections.abc import Mapping
from typing import Any

PLACEHOLDER = "text"
"""The example of a string without a format."""

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
    """Generates examples for the schemas of an OpenAPI document."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas

    def of(self, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON value
        """Return a value that is valid under `schema`: its own example, else one generated from its parts."""
        listed = schema.get("examples") or schema.get("enum") or ([schema["const"]] if "const" in schema else [])
        if listed:
            return listed[0]
        if "$ref" in schema:
            return self.of(self._schemas[schema["$ref"].removeprefix(_REFERENCE)])
        if "allOf" in schema:
            return {name: value for part in schema["allOf"] for name, value in self._of_part(part).items()}
        alternatives = schema.get("anyOf") or schema.get("oneOf")
        if alternatives:
            return self.of(alternatives[0])
        return self._of_type(schema)

    def _of_part(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """Return the members of a part of `allOf`. One without a type only narrows members of another part."""
        if schema.keys() & {"$ref", "type"}:
            members: dict[str, Any] = self.of(schema)
            return members
        return {name: self.of(part) for name, part in schema["properties"].items()}

    def _of_type(self, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON value
        kinds = schema.get("type", "object" if "properties" in schema else None)
        match kinds[0] if isinstance(kinds, list) else kinds:
            case "object":
                return self._of_object(schema)
            case "array":
                return [self.of(schema.get("items", {}))]
            case "integer" | "number":
                return schema.get("minimum", 1)
            case "boolean":
                return schema.get("default", True)
            case "null":
                return None
        return _FORMATS.get(schema.get("format", ""), PLACEHOLDER)

    def _of_object(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        required = schema.get("required", [])
        properties: Mapping[str, Any] = schema.get("properties", {})
        return {
            name: self.of(part)
            for name, part in properties.items()
            if name in required or part.get("examples") or part.get("default") is not None
        }
