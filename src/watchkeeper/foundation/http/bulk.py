"""Requests and responses of many items: the envelope is checked as a whole, each item by itself."""

from collections.abc import Sequence
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from fastapi import Request, Response
from pydantic import ConfigDict, Field, ValidationError
from pydantic.config import JsonDict

from watchkeeper.foundation.core.bulk import LONGEST_KEY, BulkItem, BulkOutcome, BulkResult
from watchkeeper.foundation.core.dtos import Input, Output, Problem
from watchkeeper.foundation.core.errors import InvalidInputError
from watchkeeper.foundation.http.problems import bulk_members, field_errors
from watchkeeper.foundation.http.responses import PRIVATE, JsonResponse, write_json

_MAX_ERRORS = 10

InputT = TypeVar("InputT", bound=Input)


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
    id: UUID | None = Field(description="The id of the new resource, or of the one that is there already.")
    status: int = Field(description="The status that the single operation would have.", examples=[201])
    error: Problem | None = Field(
        default=None,
        exclude_if=lambda error: error is None,
        description="The problem that the single operation would have; only with an error.",
    )


class BulkOutput(Output):
    """What became of each item, in the order of the request."""

    model_config = ConfigDict(title="Bulk")

    counts: dict[str, int] = Field(
        description="How many items have each result.", examples=[dict.fromkeys(BulkResult, 0) | {"created": 1}]
    )
    items: list[BulkItemOutput]


def read_items(model: type[InputT], items: Sequence[Any]) -> list[BulkItem[InputT]]:
    """Return the items of a request, each validated by itself."""
    return [_read(model, item, place) for place, item in enumerate(items)]


def _read(model: type[InputT], item: Any, place: int) -> BulkItem[InputT]:  # noqa: ANN401 - JSON
    key = item.get("key") if isinstance(item, dict) else None
    known = key if isinstance(key, str) and len(key) <= LONGEST_KEY else None
    try:
        return BulkItem(known, model.model_validate(item))
    except ValidationError as failure:
        fields = islice(field_errors(failure, "body", "items", str(place)), _MAX_ERRORS)
        return BulkItem(known, None, InvalidInputError(fields=tuple(fields)))


def bulk_response(outcomes: Sequence[BulkOutcome], request: Request) -> Response:
    """Return 200 with the outcomes."""
    return JsonResponse(write_json(bulk_members(outcomes, request)), 200, PRIVATE)
