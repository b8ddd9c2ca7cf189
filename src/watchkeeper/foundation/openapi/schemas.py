"""Schemas of the OpenAPI document: removes unused ones and gives the others short names."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

_REFERENCE = "#/components/schemas/"
_SUFFIX = "Output"


def prune_schemas(document: dict[str, Any]) -> None:
    """Remove the schemas that no operation refers to, directly or indirectly."""
    schemas = document["components"]["schemas"]
    pending = list(_references(document["paths"]))
    used: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in used:
            used.add(name)
            pending.extend(_references(schemas[name]))
    document["components"]["schemas"] = {name: schemas[name] for name in sorted(used)}


def simplify_members(schemas: dict[str, Any]) -> None:
    """Simplify the members of schemas: drop generated titles, and write `null` as an additional type."""
    for schema in schemas.values():
        _simplify(schema)


def _simplify(schema: dict[str, Any]) -> None:
    """Simplify the members of a schema, of its alternatives, and of the objects that it lists."""
    for part in (*schema.get("oneOf", []), schema.get("items")):
        if isinstance(part, dict):
            _simplify(part)
    members: dict[str, Any] = schema.get("properties", {})
    for name, member in members.items():
        _simplify(member)
        member.pop("title", None)
        members[name] = _with_null_as_type(member)


def _with_null_as_type(schema: dict[str, Any]) -> dict[str, Any]:
    alternatives: list[dict[str, Any]] = schema.get("anyOf", [])
    if alternatives[1:] != [{"type": "null"}]:
        return schema
    kind = alternatives[0]
    if "enum" in kind or not isinstance(kind.get("type"), str):
        return schema
    others = {name: value for name, value in schema.items() if name != "anyOf"}
    return kind | {"type": [kind["type"], "null"]} | others


def without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a parameter or form field without null, which can't be sent there."""
    alternatives: list[dict[str, Any]] = [part for part in schema.get("anyOf", []) if part.get("type") != "null"]
    others = {name: part for name, part in schema.items() if name != "anyOf"}
    if len(alternatives) == 1:
        return alternatives[0] | others
    return others | {"anyOf": alternatives} if alternatives else others


def name_schemas(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with its schemas named by title, without "Output": `Genre`, `GenreList`."""
    schemas = document["components"]["schemas"]
    requested = {name: schema.get("title", name).removesuffix(_SUFFIX) for name, schema in schemas.items()}
    taken = Counter(requested.values())
    names = {name: title for name, title in requested.items() if taken[title] == 1}
    for name, title in names.items():
        schemas[name]["title"] = title
    renamed = {names.get(name, name): schema for name, schema in schemas.items()}
    document["components"]["schemas"] = {name: renamed[name] for name in sorted(renamed)}
    named: dict[str, Any] = _with_references(document, names)
    return named


def _references(part: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    if isinstance(part, dict):
        reference = part.get("$ref")
        if isinstance(reference, str) and reference.startswith(_REFERENCE):
            yield reference.removeprefix(_REFERENCE)
        part = list(part.values())
    if isinstance(part, list):
        for value in part:
            yield from _references(value)


def _with_references(part: Any, names: dict[str, str]) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(part, list):
        return [_with_references(value, names) for value in part]
    if not isinstance(part, dict):
        return part
    changed = {key: _with_references(value, names) for key, value in part.items()}
    reference = changed.get("$ref")
    if isinstance(reference, str) and reference.startswith(_REFERENCE):
        name = reference.removeprefix(_REFERENCE)
        changed["$ref"] = _REFERENCE + names.get(name, name)
    return changed
