"""The schemas of the OpenAPI document: proper JSON Schema, and as strict as the service."""

from collections.abc import Iterator
from typing import Annotated, Any

import jsonschema_rs
import pytest
from pydantic import TypeAdapter, ValidationError

from tests.support.documents import mismatches, operations
from watchkeeper.configs.api_docs import service_document
from watchkeeper.models.dtos.fields import Text, Username
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import CreateWatchEntryInput

Json = dict[str, Any]

KEYWORDS = {
    "$ref", "additionalProperties", "allOf", "anyOf", "const", "default", "description", "discriminator", "enum",
    "examples", "exclusiveMaximum", "exclusiveMinimum", "format", "items", "maxItems", "maxLength", "maximum",
    "minItems", "minLength", "minimum", "multipleOf", "oneOf", "pattern", "patternProperties", "properties",
    "propertyNames", "required", "title", "type", "uniqueItems", "contentMediaType", "writeOnly", "readOnly",
    "maxProperties", "minProperties", "prefixItems",
}  # fmt: skip
"""What JSON Schema 2020-12 and OpenAPI 3.1 know; anything else is silently passed over by whoever reads it."""

ID = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"
MEDIA = {"source": "tmdb", "external_id": "603", "media_type": "movie", "title": "The Matrix"}

DOCUMENT = service_document()
SCHEMAS: Json = DOCUMENT["components"]["schemas"]


def schemas_in(part: Any) -> Iterator[Json]:
    """Give a schema and all schemas inside it."""
    if not isinstance(part, dict):
        return
    yield part
    for keyword in ("properties", "patternProperties"):
        for value in part.get(keyword, {}).values():
            yield from schemas_in(value)
    for keyword in ("items", "additionalProperties", "propertyNames"):
        yield from schemas_in(part.get(keyword))
    for keyword in ("allOf", "anyOf", "oneOf", "prefixItems"):
        for value in part.get(keyword, []):
            yield from schemas_in(value)


def references_in(parts: list[Any]) -> Iterator[Json]:
    """Give the references of schemas in `parts`, and those in what they refer to."""
    pending, seen = list(parts), set[str]()
    while pending:
        part = pending.pop()
        name = str(part.get("$ref", "")).removeprefix("#/components/schemas/") if isinstance(part, dict) else ""
        if name and name not in seen:
            seen.add(name)
            yield part
            pending.append(SCHEMAS[name])
        pending += part.values() if isinstance(part, dict) else part if isinstance(part, list) else []


def all_schemas() -> Iterator[Json]:
    holders = list(SCHEMAS.values())
    holders += [header["schema"] for header in DOCUMENT["components"]["headers"].values()]
    for operation in operations(DOCUMENT):
        holders += [parameter["schema"] for parameter in operation.member["parameters"]]
        holders += [content["schema"] for _, content in operation.contents()]
    for holder in holders:
        yield from schemas_in(holder)


def parameter(path: str, name: str) -> Json:
    operation = next(each for each in operations(DOCUMENT) if str(each) == f"GET {path}")
    schema: Json = next(each["schema"] for each in operation.member["parameters"] if each["name"] == name)
    return schema


def constraint_errors(value: Any, schema: Json) -> list[str]:
    return mismatches(value, schema, DOCUMENT)


def test_every_schema_is_one_after_the_meta_schema() -> None:
    assert [schema for schema in all_schemas() if not jsonschema_rs.meta.is_valid(schema)] == []


def test_schemas_hold_only_keywords_that_readers_know() -> None:
    assert {keyword for schema in all_schemas() for keyword in schema} - KEYWORDS == set()


def test_members_of_what_is_answered_are_required_but_those_that_are_sometimes_left_out() -> None:
    contents = [
        content
        for operation in operations(DOCUMENT)
        for answer in operation.answers.values()
        for content in answer.get("content", {}).values()
    ]
    answered = {schema["$ref"].rpartition("/")[2] for schema in references_in(contents)}
    optional = {
        member
        for name in answered
        for schema in schemas_in(SCHEMAS[name])
        if "type" in schema  # one without only narrows members of another
        for member in schema.get("properties", {}).keys() - set(schema.get("required", []))
    }
    assert optional == {"error", "errors", "existing", "favorite", "hidden", "resource", "stale", "total", "viewer"}


@pytest.mark.parametrize(
    ("body", "is_taken"),
    [
        ({"title_id": ID}, True),
        ({"media": MEDIA}, True),
        ({"title_id": ID, "media": None, "status": "watching", "notes": None}, True),
        ({"title_id": None, "media": MEDIA}, True),
        ({"title_id": ID, "media": MEDIA}, False),
        ({"title_id": None}, False),
        ({"title_id": ID, "unknown": 1}, False),
        ({}, False),
    ],
)
def test_body_of_alternatives_has_exactly_one_in_the_schema_as_in_the_service(body: Json, is_taken: bool) -> None:
    assert (constraint_errors(body, SCHEMAS["CreateWatchEntryInput"]) == []) == is_taken
    assert is_valid(body, TypeAdapter(CreateWatchEntryInput)) == is_taken


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v1/favorites", "account_id"),
        ("/api/v1/movies/search", "account_id"),
        ("/api/v1/movies/{tmdb_id}", "tmdb_id"),
        ("/api/v1/anime/{anilist_id}", "anilist_id"),
    ],
)
def test_numbers_of_providers_have_their_bounds(path: str, name: str) -> None:
    schema = parameter(path, name)
    assert [number for number in (0, 1, 2**31 - 1, 2**31) if not constraint_errors(number, schema)] == [1, 2**31 - 1]


@pytest.mark.parametrize("member", ["account_id", "movie_id"])
def test_number_of_a_favorite_may_be_text_of_digits(member: str) -> None:
    schema = SCHEMAS["SetFavoriteInput"]["properties"][member]
    assert [
        value for value in (1, "1", "0603", 0, "0", "", "x", "12345678901") if not constraint_errors(value, schema)
    ] == [
        1,
        "1",
        "0603",
    ]


def test_own_token_of_tmdb_is_one_printable_word() -> None:
    schema = parameter("/api/v1/movies/discover", "X-TMDB-Token")
    assert [text for text in ("abc", "Bearer abc", "", "a b", "é") if not constraint_errors(text, schema)] == [
        "abc",
        "Bearer abc",
    ]


@pytest.mark.parametrize("schema", ["RegisterInput", "LoginInput", "UpdateUserInput", "DeleteAccountInput"])
def test_passwords_have_no_control_characters(schema: str) -> None:
    (whole, *_) = SCHEMAS[schema].get("oneOf", [SCHEMAS[schema]])
    password = whole["properties"]["password"]
    assert constraint_errors("correct horse\u0088battery staple", password)
    assert not constraint_errors("correct horse battery staple", password)


@pytest.mark.parametrize("schema", ["CreateTitleInput", "UpdateTitleInput"])
def test_ids_at_other_services_have_names_of_services_as_members(schema: str) -> None:
    external_ids = SCHEMAS[schema]["properties"]["external_ids"]
    assert not constraint_errors({"tmdb": "603"}, external_ids)
    assert constraint_errors({"Not a service": "603"}, external_ids)


def is_valid(value: Any, kind: "TypeAdapter[Any]") -> bool:
    try:
        kind.validate_python(value)
    except ValidationError:
        return False
    return True


SOFT_HYPHEN = "\xad"
LATIN = [chr(number) for number in range(256)]
NEITHER_LETTER_NOR_DIGIT = [sign for sign in LATIN if not sign.isascii() and not sign.isalnum()]
BEYOND_PATTERNS: dict[Any, set[str]] = {
    Annotated[str, Text(5)]: {SOFT_HYPHEN},
    Annotated[str, Text(5, is_multiline=True)]: {SOFT_HYPHEN},
    Annotated[str, Text(5, min_length=0)]: {SOFT_HYPHEN},
    Username: {text for sign in NEITHER_LETTER_NOR_DIGIT for text in (sign + "ab", f"a{sign}b")},
}
"""Types of texts, and what is refused though the document allows it: patterns know no classes of Unicode."""


@pytest.mark.parametrize("kind", BEYOND_PATTERNS, ids=["line", "lines", "line or nothing", "user name"])
def test_text_is_allowed_where_it_is_taken(kind: Any) -> None:
    adapter = TypeAdapter(kind)
    schema = adapter.json_schema()
    blank = ["", " ", "  ", "\u3000", "\u2028", "\n", "\n\n"]
    words = ["a", " a", "a ", "\u3000a\u3000", "ab", " ab ", "a b", "aé", "李雷", "a\n", "ab\n", "\nab"]
    texts = blank + words + LATIN + [sign + "ab" for sign in LATIN] + [f"a{sign}b" for sign in LATIN]
    unlike = [text for text in texts if is_valid(text, adapter) == bool(constraint_errors(text, schema))]
    assert not set(unlike) - BEYOND_PATTERNS[kind]


def test_every_operation_may_be_refused_for_its_headers_before_it_is_counted() -> None:
    for operation in operations(DOCUMENT):
        assert set(operation.answers["431"]["headers"]) == {"X-Request-ID"}, operation
