"""Requests and responses of many items: the envelope is checked as a whole, each item by itself."""

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from fastapi import Request, Response
from pydantic import ConfigDict, Field, ValidationError
from pydantic.config import JsonDict

from watchkeeper.foundation.core.bulk import (
    LONGEST_KEY,
    BulkChange,
    BulkItem,
    BulkOutcome,
    BulkReport,
    BulkResult,
    ItemShape,
    counts_of,
)
from watchkeeper.foundation.core.dtos import Input, Output, Problem
from watchkeeper.foundation.core.errors import ExistingConflictError, FieldError, InvalidInputError, ServiceError
from watchkeeper.foundation.core.read_model import ReadModel
from watchkeeper.foundation.http.prefixes import with_prefix
from watchkeeper.foundation.http.problems import STATUSES, field_errors, problem_document
from watchkeeper.foundation.http.request_state import state_of
from watchkeeper.foundation.http.responses import PRIVATE, JsonResponse, write_json
from watchkeeper.foundation.http.services import services_of
from watchkeeper.foundation.idempotency.packing import LONGEST_BODY

_MAX_ERRORS = 10
_STATUSES = {BulkResult.CREATED: HTTPStatus.CREATED, BulkResult.DELETED: HTTPStatus.NO_CONTENT}

InputT = TypeVar("InputT", bound=Input)
NameT = TypeVar("NameT", bound=Input)


_EXAMPLE: JsonDict = {
    "index": 0,
    "key": "row 1",
    "result": "created",
    "id": "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b",
    "status": 201,
}


class BulkItemOutput(Output):
    """What became of an item."""

    model_config = ConfigDict(title="BulkItem", json_schema_extra={"examples": [_EXAMPLE]})

    index: int = Field(description="The place of the item in the request, from 0.")
    key: str | None
    result: BulkResult
    id: UUID | None = Field(description="The id of the new resource, or of the one that is or was there already.")
    status: int = Field(description="The status that the single operation would have.", examples=[201])
    error: Problem | None = Field(
        default=None,
        exclude_if=lambda error: error is None,
        description="The problem that the single operation would have; only with an error.",
    )
    resource: dict[str, Any] | None = Field(
        default=None,
        exclude_if=lambda resource: resource is None,
        description="What the single operation would return; only with return=full.",
    )


class BulkOutput(Output):
    """What became of each item, in the order of the request."""

    model_config = ConfigDict(title="Bulk")

    operation_id: UUID | None = Field(description="What can be undone; null if there is nothing.")
    counts: dict[str, int] = Field(
        description="How many items have each result.", examples=[dict.fromkeys(BulkResult, 0) | {"created": 1}]
    )
    items: list[BulkItemOutput]


def read_items(model: type[InputT], items: Sequence[Any]) -> list[BulkItem[InputT]]:
    """Return the items of a request, each validated by itself."""
    return [_read(model, item, place) for place, item in enumerate(items)]


def read_changes(shapes: Mapping[str, ItemShape[NameT]], items: Sequence[Any]) -> list[BulkItem[BulkChange[NameT]]]:
    """Return the items of a request, each validated by itself as its `action` says."""
    return [_read_change(shapes, item, place) for place, item in enumerate(items)]


def _read(model: type[InputT], item: Any, place: int) -> BulkItem[InputT]:  # noqa: ANN401 - JSON
    value, errors = _validated(model, item, place)
    return BulkItem(_key_of(item), value, _error_of(errors))


def _read_change(
    shapes: Mapping[str, ItemShape[NameT]],
    item: Any,  # noqa: ANN401 - JSON
    place: int,
) -> BulkItem[BulkChange[NameT]]:
    action = item.get("action") if isinstance(item, dict) else None
    shape = shapes.get(action) if isinstance(action, str) else None
    if shape is None:  # what else is wrong depends on the action
        return BulkItem(_key_of(item), None, _error_of(_errors_of_action(item, place, shapes)))
    members = shape.name.model_fields
    names = {name: value for name, value in item.items() if name in members}
    others = {name: value for name, value in item.items() if name not in members or name in shape.names_in_body}
    name, errors = _validated(shape.name, names, place)
    body, more = _validated(shape.body, others, place)
    errors += [error for error in more if error not in errors]
    value = None if name is None else BulkChange(name, body)
    return BulkItem(_key_of(item), value, _error_of(errors))


def _errors_of_action(item: Any, place: int, known: Mapping[str, object]) -> list[FieldError]:  # noqa: ANN401 - JSON
    if not isinstance(item, dict):
        return _validated(Input, item, place)[1]
    pointer = f"/body/items/{place}/action"
    if "action" not in item:
        return [FieldError(pointer, "Field required", "missing")]
    return [FieldError(pointer, f"Input should be one of {', '.join(known)}", "enum")]


def _validated(model: type[InputT], value: Any, place: int) -> tuple[InputT | None, list[FieldError]]:  # noqa: ANN401
    try:
        return model.model_validate(value), []
    except ValidationError as failure:
        return None, list(islice(field_errors(failure, "body", "items", str(place)), _MAX_ERRORS))


def _key_of(item: Any) -> str | None:  # noqa: ANN401 - JSON
    key = item.get("key") if isinstance(item, dict) else None
    return key if isinstance(key, str) and len(key) <= LONGEST_KEY else None


def _error_of(errors: Sequence[FieldError]) -> ServiceError | None:
    return InvalidInputError(fields=tuple(errors[:_MAX_ERRORS])) if errors else None


def bulk_response(report: BulkReport, request: Request) -> Response:
    """Return 200 with the outcomes."""
    members = bulk_members(report, request)
    response = JsonResponse(write_json(members), 200, PRIVATE)
    if len(response.body) > LONGEST_BODY:
        without = [{name: value for name, value in item.items() if name != "resource"} for item in members["items"]]
        response.shorter_body = write_json(members | {"items": without})
    return response


def bulk_members(report: BulkReport, request: Request) -> dict[str, Any]:
    """Return the outcomes of many items, and the number of each result."""
    return {
        "operation_id": None if report.operation_id is None else str(report.operation_id),
        "counts": counts_of(report.outcomes),
        "items": [dict(_members_of(place, outcome, request)) for place, outcome in enumerate(report.outcomes)],
    }


def _members_of(place: int, outcome: BulkOutcome, request: Request) -> Iterator[tuple[str, Any]]:
    yield "index", place
    yield "key", outcome.key
    yield "result", outcome.result.value
    yield "id", None if outcome.id is None else str(outcome.id)
    if outcome.error is None:
        yield "status", _STATUSES.get(outcome.result, HTTPStatus.OK).value
    else:
        yield "status", STATUSES[outcome.error.kind].value
        yield "error", _problem_of(outcome.error, request)
    if outcome.resource is not None:
        yield "resource", _written(outcome.resource)


def _problem_of(error: ServiceError, request: Request) -> dict[str, Any]:
    """Return the problem document that the single operation would answer with."""
    document = {**error.members(), **problem_document(error, request)}
    if isinstance(error, ExistingConflictError) and error.existing is not None:
        shown = services_of(request.scope).resources.shown(error.existing, state_of(request.scope).caller)
        if shown is not None:
            document["existing"] = {**shown, "href": with_prefix(request.scope, shown["href"])}
    return document


def _written(resource: Output | ReadModel) -> ReadModel | msgspec.Raw:
    return msgspec.Raw(resource.model_dump_json().encode()) if isinstance(resource, Output) else resource
