"""Converts an OpenAPI document to a Postman collection (format v2.1) and its environment."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from watchkeeper.foundation.openapi.schema_examples import SchemaExamples

_FORMAT = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_BEARER = {"type": "bearer", "bearer": [{"key": "token", "value": "{{access_token}}", "type": "string"}]}
_PATH_PARAMETER = re.compile(r"\{(\w+)\}")
_OWN = {
    "email": "email",
    "username": "username",
    "password": "password",
    "current_password": "password",
    "refresh_token": "refresh_token",
}
"""Members with data of the user's own account, and their variables."""
_TOKENS = ("access_token", "refresh_token")
_FORM = "application/x-www-form-urlencoded"
_METHODS = ("get", "post", "put", "patch", "delete")

Json = dict[str, Any]


def postman_collection(document: Mapping[str, Any]) -> Json:
    """Return the collection: a folder for each tag, a request for each operation. It is deterministic."""
    title = document["info"]["title"]
    requests: dict[str, list[Json]] = {tag["name"]: [] for tag in document["tags"]}
    for path, method, operation in _operations(document):
        requests[operation["tags"][0]].append(_item(document, path, method, operation))
    return {
        "info": {
            "_postman_id": _id(title),
            "name": title,
            "description": document["info"].get("description", ""),
            "schema": _FORMAT,
        },
        "auth": _BEARER,
        "item": [
            {"id": _id(title, tag["name"]), "name": tag["name"], "description": tag["description"], "item": items}
            for tag in document["tags"]
            if (items := requests[tag["name"]])
        ],
    }


def postman_environment(document: Mapping[str, Any], base_url: str) -> Json:
    """Return the environment of the collection: address, credentials, tokens, ids of created resources."""
    title = document["info"]["title"]
    values = {
        "base_url": base_url,
        "email": "ada@example.com",
        "username": "ada",
        "password": "correct horse battery staple",
        **dict.fromkeys(_TOKENS, ""),
        **dict.fromkeys(_ids(document), ""),
    }
    secret = {"password", *_TOKENS}
    return {
        "id": _id(title, "environment"),
        "name": title,
        "values": [
            {"key": key, "value": value, "type": "secret" if key in secret else "default", "enabled": True}
            for key, value in values.items()
        ],
        "_postman_variable_scope": "environment",
    }


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Json]]:
    for path, operations in document["paths"].items():
        for method in (each for each in _METHODS if each in operations):
            parameters = [_resolved(document, each) for each in operations[method].get("parameters", [])]
            yield path, method, {**operations[method], "parameters": parameters}


def _resolved(document: Mapping[str, Any], part: Json) -> Json:
    """Return the component that a part of an operation refers to, or the part itself."""
    if "$ref" not in part:
        return part
    kind, name = part["$ref"].split("/")[-2:]
    component: Json = document["components"][kind][name]
    return component


def _id(*names: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(names)))


def _ids(document: Mapping[str, Any]) -> list[str]:
    return sorted({name for path in document["paths"] for name in _PATH_PARAMETER.findall(path)})


def _item(document: Mapping[str, Any], path: str, method: str, operation: Json) -> Json:
    request: Json = {
        "method": method.upper(),
        "description": operation.get("description", ""),
        "header": [{"key": "Accept", "value": "application/json, application/problem+json"}],
        "url": _url(path, operation),
    }
    if not operation.get("security"):
        request["auth"] = {"type": "noauth"}
    known = {name: name for name in _ids(document)} | (_OWN if "auth" in operation["tags"] else {})
    body = _body(document, operation, known)
    if body is not None:
        request["body"] = body
    item: Json = {
        "id": _id(document["info"]["title"], operation["operationId"]),
        "name": operation["summary"],
        "request": request,
        "response": [],
    }
    script = _script(document, path, method, operation)
    if script:
        item["event"] = [{"listen": "test", "script": {"type": "text/javascript", "exec": script}}]
    return item


def _url(path: str, operation: Json) -> Json:
    steps = [_PATH_PARAMETER.sub(r":\1", step) for step in path.strip("/").split("/")]
    return {
        "raw": "{{base_url}}/" + "/".join(steps),
        "host": ["{{base_url}}"],
        "path": steps,
        "variable": [{"key": name, "value": f"{{{{{name}}}}}"} for name in _PATH_PARAMETER.findall(path)],
        "query": [
            {
                "key": parameter["name"],
                "value": str(parameter.get("example", parameter["schema"].get("default", ""))),
                "description": parameter.get("description", ""),
                "disabled": not parameter.get("required", False),
            }
            for parameter in operation.get("parameters", [])
            if parameter.get("in") == "query"
        ],
    }


def _body(document: Mapping[str, Any], operation: Json, known: Mapping[str, str]) -> Json | None:
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        example = _with_variables(_example(document, content), known)
        if media_type == _FORM:
            fields = [{"key": key, "value": value, "type": "text"} for key, value in example.items()]
            return {"mode": "urlencoded", "urlencoded": fields}
        text = json.dumps(example, ensure_ascii=False, indent=2)
        return {"mode": "raw", "raw": text, "options": {"raw": {"language": "json"}}}
    return None


def _example(document: Mapping[str, Any], content: Json) -> Json:
    example: Json = SchemaExamples(document["components"]["schemas"]).of(content["schema"])
    return example


def _with_variables(example: Json, known: Mapping[str, str]) -> Json:
    """Return a body with variables for the members in the environment, single or in lists (`genre_ids`)."""
    only = {name: f"{{{{{known[name]}}}}}" for name in example if name in known}
    lists = {name: [f"{{{{{name[:-1]}}}}}"] for name in example if name.removesuffix("s") in known and example[name]}
    return {**example, **lists, **only}


def _script(document: Mapping[str, Any], path: str, method: str, operation: Json) -> list[str]:
    """Return the script that stores the tokens, or the id, of a successful response in the environment."""
    schema = _success_schema(document, operation)
    if schema.get("properties", {}).keys() >= set(_TOKENS):
        return _store({token: token for token in _TOKENS})
    if method == "post" and "id" in schema.get("properties", {}):
        return _store({_id_name(document, path, schema): "id"})
    return []


def _success_schema(document: Mapping[str, Any], operation: Json) -> Json:
    success = _resolved(document, operation["responses"].get("201") or operation["responses"].get("200") or {})
    return _resolved(document, success.get("content", {}).get("application/json", {}).get("schema", {}))


def _id_name(document: Mapping[str, Any], path: str, schema: Json) -> str:
    """Return the path parameter of the new resource's id, else the name of its schema with `_id`."""
    below = (re.fullmatch(re.escape(path) + r"/\{(\w+)\}", other) for other in document["paths"])
    named = next((match[1] for match in below if match), None)
    return named or re.sub(r"(?<!^)(?=[A-Z])", "_", schema["title"]).lower() + "_id"


def _store(members: Mapping[str, str]) -> list[str]:
    return [
        "if (pm.response.code < 300) {",
        "  const body = pm.response.json();",
        *(f'  pm.environment.set("{variable}", body.{member});' for variable, member in members.items()),
        "}",
    ]
