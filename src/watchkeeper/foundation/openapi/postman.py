"""Converts an OpenAPI document to a Postman collection (format v2.1) and its environment."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from watchkeeper.foundation.openapi.postman_scripts import Expected, events
from watchkeeper.foundation.openapi.schema_examples import SchemaExamples

_FORMAT = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
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
_MORE = "More"
_ACCEPT = [{"key": "Accept", "value": "application/json, application/problem+json"}]
_OWN_TMDB_TOKEN = [{"key": "X-TMDB-Token", "value": "{{tmdb_token}}", "disabled": True}]
_LEAST_ERROR, _LEAST_FAILURE = 400, 500
_WITHOUT_PROVIDER = (401, 403, 404, 502, 503, 504)

Json = dict[str, Any]


def postman_collection(document: Mapping[str, Any], plan: Mapping[str, Any]) -> Json:
    """Return the collection, whose requests succeed one after the other. It is deterministic.

    `plan` has the `folders` with their operations in order, what `requests` differ in from those that the document
    alone would make, and further `steps`. Operations that it does not name come into the folder "More".
    """
    title = document["info"]["title"]
    items = {operation["operationId"]: (path, method, operation) for path, method, operation in _operations(document)}
    named = {name for names in plan["folders"].values() for name in names}
    folders = {**plan["folders"], _MORE: sorted(items.keys() - named)}
    requests = {
        folder: [
            *(_item(document, plan, *items[name]) for name in names),
            *(_step(title, step) for step in plan["steps"] if step["folder"] == folder),
        ]
        for folder, names in folders.items()
    }
    return {
        "info": {
            "_postman_id": _id(title),
            "name": title,
            "description": document["info"].get("description", ""),
            "schema": _FORMAT,
        },
        "auth": _bearer("access_token"),
        "item": [{"id": _id(title, name), "name": name, "item": found} for name, found in requests.items() if found],
    }


def postman_environment(document: Mapping[str, Any], plan: Mapping[str, Any], base_url: str) -> Json:
    """Return the environment of the collection: address, credentials, tokens, ids of created resources."""
    title = document["info"]["title"]
    values = {
        "base_url": base_url,
        **plan["variables"],
        **dict.fromkeys(_TOKENS, ""),
        **dict.fromkeys(_ids(document), ""),
    }
    secret = {*plan["secrets"], *_TOKENS}
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


def _bearer(variable: str) -> Json:
    return {"type": "bearer", "bearer": [{"key": "token", "value": f"{{{{{variable}}}}}", "type": "string"}]}


def _id(*names: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(names)))


def _ids(document: Mapping[str, Any]) -> list[str]:
    return sorted({name for path in document["paths"] for name in _PATH_PARAMETER.findall(path)})


def _item(document: Mapping[str, Any], plan: Mapping[str, Any], path: str, method: str, operation: Json) -> Json:
    name = operation["operationId"]
    planned: Json = plan["requests"].get(name, {})
    request: Json = {
        "method": method.upper(),
        "description": operation.get("description", ""),
        "header": [*_ACCEPT, *(_OWN_TMDB_TOKEN if _takes_tmdb_token(operation) else [])],
        "url": _url(path, operation, planned),
    }
    if not operation.get("security") or planned.get("auth") == "nobody":
        request["auth"] = {"type": "noauth"}
    elif planned.get("admin"):
        request["auth"] = _bearer("admin_token")
    known = {name: name for name in _ids(document)} | (_OWN if "auth" in operation["tags"] else {})
    body = _body(document, operation, known, planned.get("body"))
    if body is not None:
        request["body"] = body
    expected = _expected(
        document, operation, planned, is_planned=any(name in names for names in plan["folders"].values())
    )
    stored = _stored(document, path, method, operation) | planned.get("set", {})
    return {
        "id": _id(document["info"]["title"], name),
        "name": operation["summary"],
        "request": request,
        "response": [],
        "event": events(planned.get("before", []), expected, stored, needs_admin=planned.get("admin", False)),
    }


def _step(title: str, step: Json) -> Json:
    """Return a request of the plan that stands for no operation alone."""
    path, _, query = step["path"].partition("?")
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    steps = path.strip("/").split("/")
    request: Json = {
        "method": step["method"],
        "description": step.get("description", ""),
        "header": _ACCEPT,
        "url": {
            "raw": "{{base_url}}" + step["path"],
            "host": ["{{base_url}}"],
            "path": steps,
            "query": [{"key": key, "value": value} for key, _, value in pairs],
        },
    }
    if "auth" in step:
        request["auth"] = {"type": "noauth"} if step["auth"] == "nobody" else _bearer(step["auth"])
    if "body" in step:
        request["body"] = _raw(step["body"])
    expected = Expected((step["status"],), step.get("member"), step.get("code"), step.get("until"))
    return {
        "id": _id(title, step["name"]),
        "name": step["name"],
        "request": request,
        "response": [],
        "event": events([], expected, step.get("set", {}), needs_admin=step.get("admin", False)),
    }


def _takes_tmdb_token(operation: Json) -> bool:
    return any(parameter["name"] == "X-TMDB-Token" for parameter in operation["parameters"])


def _url(path: str, operation: Json, planned: Json) -> Json:
    places, query = planned.get("path", {}), planned.get("query", {})
    steps = [_PATH_PARAMETER.sub(r":\1", step) for step in path.strip("/").split("/")]
    return {
        "raw": "{{base_url}}/" + "/".join(steps),
        "host": ["{{base_url}}"],
        "path": steps,
        "variable": [
            {"key": name, "value": places.get(name, f"{{{{{name}}}}}")} for name in _PATH_PARAMETER.findall(path)
        ],
        "query": [
            {
                "key": parameter["name"],
                "value": query.get(
                    parameter["name"], str(parameter.get("example", parameter["schema"].get("default", "")))
                ),
                "description": parameter.get("description", ""),
                "disabled": not parameter.get("required", False),
            }
            for parameter in operation.get("parameters", [])
            if parameter.get("in") == "query"
        ],
    }


def _body(document: Mapping[str, Any], operation: Json, known: Mapping[str, str], planned: Json | None) -> Json | None:
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        example = _with_variables(_example(document, content), known) if planned is None else planned
        if media_type == _FORM:
            fields = [{"key": key, "value": value, "type": "text"} for key, value in example.items()]
            return {"mode": "urlencoded", "urlencoded": fields}
        return _raw(example)
    return None


def _raw(body: Json) -> Json:
    text = json.dumps(body, ensure_ascii=False, indent=2)
    return {"mode": "raw", "raw": text, "options": {"raw": {"language": "json"}}}


def _example(document: Mapping[str, Any], content: Json) -> Json:
    example: Json = SchemaExamples(document["components"]["schemas"]).of(content["schema"])
    return example


def _with_variables(example: Json, known: Mapping[str, str]) -> Json:
    """Return a body with variables for the members in the environment, single or in lists (`genre_ids`)."""
    only = {name: f"{{{{{known[name]}}}}}" for name in example if name in known}
    lists = {name: [f"{{{{{name[:-1]}}}}}"] for name in example if name.removesuffix("s") in known and example[name]}
    return {**example, **lists, **only}


def _stored(document: Mapping[str, Any], path: str, method: str, operation: Json) -> dict[str, str]:
    """Return the variables that a success sets, with the members that they get: the tokens, or the id."""
    schema = _success_schema(document, operation)
    if schema.get("properties", {}).keys() >= set(_TOKENS):
        return {token: token for token in _TOKENS}
    if method == "post" and "id" in schema.get("properties", {}):
        return {_id_name(document, path, schema): "id"}
    return {}


def _expected(document: Mapping[str, Any], operation: Json, planned: Json, *, is_planned: bool) -> Expected:
    """Return the expectations of the response: a success if the request is planned, else only what is documented.

    Providers may be missing or out of order, and know nothing of a list.
    """
    documented = sorted(int(status) for status in operation["responses"] if status != "304")
    successes = tuple(status for status in documented if status < _LEAST_ERROR)
    if not is_planned:
        without_ids = (404, 405)  # an empty last segment makes another path
        return Expected((*(status for status in documented if status < _LEAST_FAILURE), *without_ids), None)
    members = _success_schema(document, operation).get("required", [])
    member = next((name for name in ("items", "id", *members) if name in members), None)
    allowed = tuple(status for status in _WITHOUT_PROVIDER if status in documented) if planned.get("provider") else ()
    return Expected(successes + allowed, member)


def _success_schema(document: Mapping[str, Any], operation: Json) -> Json:
    success = _resolved(
        document,
        next((operation["responses"][one] for one in ("201", "200", "202") if one in operation["responses"]), {}),
    )
    return _resolved(document, success.get("content", {}).get("application/json", {}).get("schema", {}))


def _id_name(document: Mapping[str, Any], path: str, schema: Json) -> str:
    """Return the path parameter of the new resource's id, else the name of its schema with `_id`."""
    below = (re.fullmatch(re.escape(path) + r"/\{(\w+)\}", other) for other in document["paths"])
    named = next((match[1] for match in below if match), None)
    return named or re.sub(r"(?<!^)(?=[A-Z])", "_", schema["title"]).lower() + "_id"
