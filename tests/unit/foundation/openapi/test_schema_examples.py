from typing import Any

import pytest

from watchkeeper.foundation.openapi.schema_examples import PLACEHOLDER, SchemaExamples

SCHEMAS = {
    "Mood": {"enum": ["merry", "sad"]},
    "Pet": {
        "title": "Pet",
        "type": "object",
        "required": ["name", "age"],
        "properties": {
            "name": {"type": "string"},
            "age": {"type": "integer", "minimum": 2},
            "mood": {"$ref": "#/components/schemas/Mood", "default": "merry"},
            "nick": {"type": "string"},
            "owner": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
        },
    },
}


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        ({"type": "string", "examples": ["given"]}, "given"),
        ({"const": 5}, 5),
        ({"$ref": "#/components/schemas/Mood"}, "merry"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, 1),
        ({"type": "array", "items": {"type": "string", "format": "date"}}, ["2026-01-31"]),
        ({"type": "boolean"}, True),
        ({"type": "null"}, None),
        ({"type": ["string", "null"], "format": "uri"}, "https://example.com/"),
        ({"$ref": "#/components/schemas/Mood", "examples": ["sad"]}, "sad"),
        ({"type": "string"}, PLACEHOLDER),
    ],
)
def test_example_follows_the_schema(schema: dict[str, Any], example: Any) -> None:
    assert SchemaExamples(SCHEMAS).of(schema) == example


def test_object_holds_what_is_required_and_what_has_a_default() -> None:
    example = SchemaExamples(SCHEMAS).of({"$ref": "#/components/schemas/Pet"})
    assert example == {"name": PLACEHOLDER, "age": 2, "mood": "merry"}
