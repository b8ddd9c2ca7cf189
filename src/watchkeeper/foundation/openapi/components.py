"""Moves the common parts of operations to `components`, replaced by references."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from watchkeeper.foundation.http.problems import MEDIA_TYPE

Json = dict[str, Any]

_GROUPS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("authentication_required", "invalid_token"), "Unauthorized"),
    (("database_unavailable", "transaction_conflict", "request_timeout", "stopping"), "ServiceUnavailable"),
)
"""Codes that always occur together, and the name of their response."""

_WITHOUT_BODY = {"204": "NoContent", "304": "NotModified"}
_WITH_BODY = {"200": "", "201": "Created", "202": "Accepted"}
_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_FIELD_PROBLEMS = {"type": "array", "items": {"$ref": "#/components/schemas/FieldProblem"}}
_WORD = re.compile(r"[A-Za-z0-9]+")


class _Place:
    """A part of an operation that can be replaced by a reference to the component `name`."""

    def __init__(self, holder: Any, key: str | int, name: str) -> None:  # noqa: ANN401 - a dict or a list
        self._holder = holder
        self._key = key
        self.name = name

    @property
    def part(self) -> Json:
        part: Json = self._holder[self._key]
        return part

    def refer(self, kind: str) -> None:
        self._holder[self._key] = {"$ref": f"#/components/{kind}/{self.name}"}


def share_components(document: Json) -> None:
    """Move repeated responses and parameters, and all problem responses, to `components`.

    The examples of a problem response, one for each code, are replaced by a schema that lists the codes.
    """
    operations = [operation for methods in document["paths"].values() for operation in methods.values()]
    components = document["components"]
    _share(components, "responses", list(_problems(operations, components["schemas"])))
    components["schemas"] = {name: components["schemas"][name] for name in sorted(components["schemas"])}
    _share(components, "responses", list(_successes(operations)), least=2)
    _share(components, "parameters", list(_parameters(operations)), least=2)


def _share(components: Json, kind: str, places: list[_Place], *, least: int = 1) -> None:
    """Make the most common part of each name a component if it occurs `least` times; other parts stay in place."""
    by_name: dict[str, list[_Place]] = defaultdict(list)
    for place in places:
        by_name[place.name].append(place)
    shared: Json = components.get(kind, {})
    for name, named in by_name.items():
        texts = [json.dumps(place.part) for place in named]
        text, uses = Counter(texts).most_common(1)[0]
        if uses >= least and name not in shared:
            shared[name] = json.loads(text)
            _refer(kind, [place for place, other in zip(named, texts, strict=True) if other == text])
    components[kind] = {name: shared[name] for name in sorted(shared)}


def _refer(kind: str, places: list[_Place]) -> None:
    for place in places:
        place.refer(kind)


def _responses(operations: list[Json]) -> Iterator[tuple[Json, str]]:
    """Return pairs of an operation's responses and one of their statuses, for all operations and statuses."""
    return ((operation["responses"], status) for operation in operations for status in operation["responses"])


def _problems(operations: list[Json], schemas: Json) -> Iterator[_Place]:
    for responses, status in _responses(operations):
        response = responses[status]
        content = response.get("content", {}).get(MEDIA_TYPE)
        if content is not None:
            titles = {code: example["summary"] for code, example in content.pop("examples").items()}
            name = _name_of(list(titles))
            meanings = "; ".join(f"`{code}`: {title}" for code, title in titles.items())
            response["description"] = f"{response['description']}. {meanings}"
            content["schema"] = {"$ref": f"#/components/schemas/{name}Problem"}
            schemas[f"{name}Problem"] = _problem_with(list(titles), has_errors=status == "422")
            yield _Place(responses, status, name)


def _problem_with(codes: list[str], *, has_errors: bool) -> Json:
    """Return the schema of a problem with one of `codes`; that of all problems tells the rest."""
    narrowed: Json = {"properties": {"code": {"enum": codes}}}
    if has_errors:
        narrowed["properties"]["errors"] = _FIELD_PROBLEMS
        narrowed["required"] = ["errors"]
    return {"allOf": [_PROBLEM, narrowed]}


def _name_of(codes: list[str]) -> str:
    """Return the name of the response with these codes: `RatingNotFound`, `UnauthorizedOrInvalidCredentials`."""
    groups = [(group, name) for group, name in _GROUPS if set(group) <= set(codes)]
    grouped = {code for group, _ in groups for code in group}
    return "Or".join([*(name for _, name in groups), *(_capitals(code) for code in codes if code not in grouped)])


def _successes(operations: list[Json]) -> Iterator[_Place]:
    for responses, status in _responses(operations):
        reference = responses[status].get("content", {}).get("application/json", {}).get("schema", {}).get("$ref")
        if reference and status in _WITH_BODY:
            yield _Place(responses, status, reference.rpartition("/")[2] + _WITH_BODY[status])
        elif status in _WITHOUT_BODY:
            yield _Place(responses, status, _WITHOUT_BODY[status])


def _parameters(operations: list[Json]) -> Iterator[_Place]:
    return (
        _Place(operation["parameters"], index, _capitals(parameter["name"]))
        for operation in operations
        for index, parameter in enumerate(operation.get("parameters", []))
        if "name" in parameter
    )


def _capitals(name: str) -> str:
    return "".join(word[0].upper() + word[1:] for word in _WORD.findall(name.replace("_", " ")))
