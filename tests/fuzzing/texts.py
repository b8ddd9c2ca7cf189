"""Texts as the service keeps them, trimmed and composed: lengths in the document are the lengths of these."""

import unicodedata
from functools import cache
from typing import Any

from schemathesis import Case

from tests.support.documents import Operation, mismatches, operations
from watchkeeper.configs.api_docs import service_document

Json = dict[str, Any]


def as_kept(value: Any) -> Any:
    """Return a value of JSON with all texts in it trimmed and in NFC."""
    if isinstance(value, dict):
        return {name: as_kept(member) for name, member in value.items()}
    if isinstance(value, list):
        return [as_kept(item) for item in value]
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value


def is_allowed_as_kept(value: Any, schema: Json) -> bool:
    """Return whether a schema of the document refuses a value, and would not if its texts were as they are kept."""
    document = service_document()
    return bool(mismatches(value, schema, document)) and not mismatches(as_kept(value), schema, document)


def is_request_allowed_as_kept(case: Case[Any]) -> bool:
    """Return whether nothing but texts that become shorter sets a request apart from what the document allows."""
    components = case.meta.components if case.meta is not None else {}
    wrong = {str(place.value) for place, part in components.items() if part.mode.is_negative}
    operation = _documented()[f"{case.method} {case.path}"]
    if wrong == {"body"}:
        return is_allowed_as_kept(case.body, operation.member["requestBody"]["content"][case.media_type]["schema"])
    if wrong == {"query"}:
        return is_allowed_as_kept(dict(case.query), _texts_of_query(operation))
    return False


@cache
def _documented() -> dict[str, Operation]:
    return {str(operation): operation for operation in operations(service_document())}


def _texts_of_query(operation: Operation) -> Json:
    """Return the schema of all parameters of a query; those that are no texts are allowed nothing."""
    named = [one for one in operation.member["parameters"] if one["in"] == "query"]
    texts = {one["name"]: one["schema"] for one in named if one["schema"].get("type") == "string"}
    return {"type": "object", "properties": texts, "additionalProperties": False}
