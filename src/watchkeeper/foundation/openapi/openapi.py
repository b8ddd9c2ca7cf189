"""The OpenAPI 3.1 document: FastAPI's document of the routes, completed by the facts about each operation."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi

from watchkeeper.foundation.core.dtos import Problem
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.openapi.components import share_components
from watchkeeper.foundation.openapi.examples import add_examples, add_member_examples
from watchkeeper.foundation.openapi.facts import OperationFacts
from watchkeeper.foundation.openapi.responses import complete_responses, security_of
from watchkeeper.foundation.openapi.schemas import name_schemas, prune_schemas, simplify_members, without_null
from watchkeeper.foundation.openapi.texts import DocumentTexts

_SUMMARY_END = re.compile(r"[.:;]?(?:\s*\n|$)|[.:;] | \(")
_IF_NONE_MATCH_REF = {"$ref": "#/components/parameters/IfNoneMatch"}
_IDEMPOTENCY_KEY_REF = {"$ref": "#/components/parameters/IdempotencyKey"}


def openapi_document(routes: Sequence[ApiRoute], texts: DocumentTexts) -> dict[str, Any]:
    """Return the document of these routes. It is deterministic."""
    document = get_openapi(
        title=texts.title,
        version=texts.version,
        description=texts.introduction(),
        routes=[route.documented() for route in routes],
        license_info=dict(texts.license),
    )
    document["servers"] = [{"url": "/"}]
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas.update(_problem_schemas())
    simplify_members(schemas)
    for facts in _operations(routes, document["paths"]):
        _complete(facts, schemas, texts)
    add_member_examples(schemas, texts.member_examples)
    components["headers"] = dict(texts.headers)
    components["parameters"] = {name: dict(text) for name, text in texts.parameters.items()}
    components["securitySchemes"] = dict(texts.security_schemes)
    document["tags"] = _tags(document["paths"], texts)
    prune_schemas(document)
    named = name_schemas(document)
    share_components(named)
    return named


def below_prefix(document: dict[str, Any], prefix: str) -> dict[str, Any]:
    """Return a document for clients that reach its paths below a prefix, which is empty at the root."""
    if not prefix:
        return document
    components = document["components"]
    schemes = {name: _scheme_below(scheme, prefix) for name, scheme in components["securitySchemes"].items()}
    servers = [{"url": prefix}]
    return {**document, "servers": servers, "components": {**components, "securitySchemes": schemes}}


def _scheme_below(scheme: dict[str, Any], prefix: str) -> dict[str, Any]:
    flows = {
        name: {key: prefix + value if key.endswith("Url") else value for key, value in flow.items()}
        for name, flow in scheme.get("flows", {}).items()
    }
    return {**scheme, "flows": flows} if flows else scheme


def _operations(routes: Sequence[ApiRoute], paths: dict[str, Any]) -> Iterator[OperationFacts]:
    for route in routes:
        if route.include_in_schema:
            yield OperationFacts(route, paths[route.path_format][route.method.lower()])


def _complete(facts: OperationFacts, schemas: dict[str, Any], texts: DocumentTexts) -> None:
    operation = facts.operation
    text = facts.route.description
    operation["operationId"] = facts.route.name
    operation["summary"] = _SUMMARY_END.split(text, 1)[0]
    operation["description"] = f"{text}\n\nFor {facts.audience}.{facts.scope_text}"
    operation["security"] = security_of(facts)
    for parameter in operation.get("parameters", []):
        _simplify_parameter(parameter)
    _describe_form(facts, schemas)
    if facts.takes_body and not facts.needs_body:
        del operation["requestBody"]["required"]
    complete_responses(facts)
    add_examples(facts, schemas, texts.member_examples)
    if facts.is_read:
        operation["parameters"] = [*operation.get("parameters", []), _IF_NONE_MATCH_REF]
    if facts.takes_key:
        operation["parameters"] = [*operation.get("parameters", []), _IDEMPOTENCY_KEY_REF]


def _simplify_parameter(parameter: dict[str, Any]) -> None:
    """Move the description out of the schema, and drop the title that FastAPI derives from the name."""
    schema = without_null(parameter["schema"])
    schema.pop("title", None)
    description = schema.pop("description", None)
    if description:
        parameter["description"] = description
    parameter["schema"] = schema
    if not parameter["required"]:
        del parameter["required"]


def _describe_form(facts: OperationFacts, schemas: dict[str, Any]) -> None:
    """Name the schema of a form after its operation: `GrantTokenForm`."""
    content = facts.operation.get("requestBody", {}).get("content", {})
    reference = content.get("application/x-www-form-urlencoded", {}).get("schema", {}).get("$ref", "")
    name = reference.rpartition("/")[2]
    if name:
        schema = schemas[name]
        schema["title"] = facts.route.name.title().replace("_", "") + "Form"
        schema["properties"] = {field: without_null(part) for field, part in schema["properties"].items()}


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    members = schema["properties"]
    for name in ("errors", "existing"):
        members[name] = without_null(members[name])
        del members[name]["default"]
    for name in ("type", "title", "status", "detail", "code"):  # one example would be shown for every code
        del members[name]["examples"]
    return {**schema.pop("$defs"), "Problem": schema}


def _tags(paths: dict[str, Any], texts: DocumentTexts) -> list[dict[str, str]]:
    used = {tag for operations in paths.values() for operation in operations.values() for tag in operation["tags"]}
    return [{"name": name, "description": text} for name, text in texts.tags.items() if name in used]
