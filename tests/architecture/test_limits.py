"""Limits of texts are the same in the DTOs and in the tables: nothing that is accepted can't be stored."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

from sqlalchemy import String

import watchkeeper.models.dtos
from tests.support.each import for_each
from tests.support.resources import FILE, INPUTS
from watchkeeper.foundation.core.dtos import Input, OneOfInput, PatchInput
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import CreateWatchEntryInput
from watchkeeper.models.entities import Entity

ELSEWHERE = {("ExternalMediaInput", "source"), ("ExternalMediaInput", "external_id")}
"""Members that are kept in title_external_ids."""


def inputs() -> list[type[Input]]:
    found = []
    for module_info in pkgutil.walk_packages(watchkeeper.models.dtos.__path__, "watchkeeper.models.dtos."):
        module = importlib.import_module(module_info.name)
        found += [kind for _, kind in inspect.getmembers(module, inspect.isclass) if kind.__module__ == module.__name__]
    return [kind for kind in found if issubclass(kind, Input)]


def test_every_input_is_named_with_the_table_that_stores_it() -> None:
    named = {kind.__name__ for kind in inputs() if kind not in (Input, PatchInput, OneOfInput)}
    assert named - set(INPUTS) == set(), f"Add these to `inputs` of their resource in {FILE}."
    assert set(INPUTS) - named == set(), f"Take these out of `inputs` in {FILE}."


def members_of(kind: type[Input]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the members of an input with their schemas; those of a body of alternatives, in each alternative."""
    whole = kind.model_json_schema()
    for part in (whole, *whole.get("oneOf", [])):
        for name, schema in part.get("properties", {}).items():
            yield name, resolved(schema, whole)


def resolved(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a member with that of the type that it names in place of its reference."""
    kinds = [resolved(one, whole) for one in schema.get("anyOf", [])]
    named = whole["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else {}
    return {**named, **schema, **({"anyOf": kinds} if kinds else {})}


def test_members_of_alternatives_are_found() -> None:
    names = [name for name, _ in members_of(CreateWatchEntryInput)]
    said = ["started_on", "finished_on", "log_play", "watched_on"]
    assert names == ["title_id", "media", *said, "status", "notes", "hidden_from", "include_specials", "tags"] * 2


def schema_of(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a member, without the alternative null."""
    alternatives = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    return alternatives[0] if alternatives else schema


@for_each("kind", [kind for kind in inputs() if INPUTS.get(kind.__name__)])
def test_text_of_an_input_may_be_as_long_as_its_column(kind: type[Input]) -> None:
    columns: Any = Entity.metadata.tables[str(INPUTS[kind.__name__])].columns
    for name, schema in members_of(kind):
        is_elsewhere = (kind.__name__, name) in ELSEWHERE
        if is_elsewhere or name not in columns or not isinstance(columns[name].type, String):
            continue
        length = columns[name].type.length
        if length is not None and "maxLength" in schema_of(schema):
            assert schema_of(schema)["maxLength"] == length, name


def test_external_ids_fit_their_table() -> None:
    columns: Any = Entity.metadata.tables["title_external_ids"].columns
    media = dict(members_of(next(kind for kind in inputs() if kind.__name__ == "ExternalMediaInput")))
    assert media["external_id"]["maxLength"] == columns["external_id"].type.length
    assert columns["source"].type.length == 32
    assert media["source"]["pattern"] == r"^[a-z][a-z0-9_]{0,31}$"


@for_each("kind", inputs())
def test_every_text_of_an_input_is_bounded(kind: type[Input]) -> None:
    for name, schema in members_of(kind):
        member = schema_of(schema)
        if member.get("type") == "string":
            bounds = {"maxLength", "pattern", "enum", "const", "format"} & set(member)
            assert bounds, name


@for_each("kind", [kind for kind in inputs() if kind not in (Input, PatchInput, OneOfInput)])
def test_every_input_refuses_members_that_it_does_not_know(kind: type[Input]) -> None:
    assert kind.model_config["extra"] == "forbid"


def test_every_constraint_of_the_schema_has_a_name() -> None:
    unnamed = [
        f"{table.name}: {constraint}"
        for table in Entity.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert unnamed == []


def test_tables_of_a_persons_own_rows_are_led_by_the_person() -> None:
    for name in ("watch_entries", "sessions", "idempotency_keys"):
        first = next(iter(Entity.metadata.tables[name].primary_key.columns))
        assert first.name == "user_id"
