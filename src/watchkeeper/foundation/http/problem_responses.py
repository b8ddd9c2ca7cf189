"""The problem responses of operations in the OpenAPI document."""

from typing import Any

from watchkeeper.foundation.core.errors import ErrorKind, ExistingConflictError, FieldError, ServiceError
from watchkeeper.foundation.http.problems import MEDIA_TYPE, STATUSES

Responses = dict[int | str, dict[str, Any]]


_INSTANCE = "/api/v1/…"
_REQUEST_ID = "0193f5a0c1d27e0f9a3b5c7d9e1f2a4b"


def problems(*errors: type[ServiceError]) -> Responses:
    """Return the `responses` of an operation that may raise these errors, with an example of each."""
    responses: Responses = {}
    for error in errors:
        status = STATUSES[error.kind].value
        response = responses.setdefault(status, _response(status))
        response["content"][MEDIA_TYPE]["examples"][error.code] = {"summary": error.title, "value": _example(error)}
    return responses


def _response(status: int) -> dict[str, Any]:
    return {
        "description": _DESCRIPTIONS.get(status, "Rejected"),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}},
    }


def _example(error: type[ServiceError]) -> dict[str, Any]:
    example: dict[str, Any] = {
        "type": f"urn:watchkeeper:problem:{error.code}",
        "title": error.title,
        "status": STATUSES[error.kind].value,
        "detail": error.detail,
        "instance": _INSTANCE,
        "code": error.code,
        "request_id": _REQUEST_ID,
    }
    if error.kind is ErrorKind.INVALID:
        fields = error.fields or (FieldError("/body", error.detail, error.code),)
        example["errors"] = [{"pointer": field.pointer, "detail": field.detail, "code": field.code} for field in fields]
    if issubclass(error, ExistingConflictError):
        example["existing"] = {"kind": "…", "id": "…", "href": "/api/v1/…"}
    return example


_DESCRIPTIONS = {
    301: "It has another id now: see `Location`",
    401: "Not signed in, or the token is not valid",
    403: "Not allowed",
    404: "Not found",
    408: "Timed out",
    409: "In conflict with the current state",
    412: "The resource has changed",
    413: "Body too large",
    415: "Not JSON",
    422: "Not valid",
    428: "If-Match is missing",
    429: "Too many requests",
    431: "Address or headers too large",
    502: "The provider is unavailable",
    503: "Temporarily unavailable",
    504: "The provider did not respond in time",
}
