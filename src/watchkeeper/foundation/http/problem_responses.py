"""What the OpenAPI document says of answers other than the successful one."""

from typing import Any, Literal

from pydantic import ConfigDict

from watchkeeper.foundation.core.errors import ErrorKind, FieldError, ServiceError
from watchkeeper.foundation.http.problems import MEDIA_TYPE, STATUSES, Problem
from watchkeeper.models.errors.identity_errors import InvalidCredentialsError, TokenRequestError

Responses = dict[int | str, dict[str, Any]]


class TokenErrorOutput(Problem):
    """A refusal of the token endpoint: the members of RFC 6749 §5.2, and beside them those of a problem."""

    model_config = ConfigDict(title="TokenErrorOutput")

    error: Literal["invalid_request", "unsupported_grant_type", "invalid_grant"]
    error_description: str


_INSTANCE = "/api/v1/…"
_REQUEST_ID = "0193f5a0c1d27e0f9a3b5c7d9e1f2a4b"


def problems(*errors: type[ServiceError]) -> Responses:
    """Return the `responses` of an operation that can answer these problems, an example of each included."""
    responses: Responses = {}
    for error in errors:
        status = STATUSES[error.kind].value
        response = responses.setdefault(status, _response(status))
        response["content"][MEDIA_TYPE]["examples"][error.code] = {"summary": error.title, "value": _example(error)}
    return responses


def token_errors(path: str) -> Responses:
    """Return the `responses` of the token endpoint at `path`: its refusals are JSON, as OAuth 2 clients expect."""
    detail = InvalidCredentialsError.detail
    refusal = {"error": "invalid_grant", "error_description": detail}
    example = _example(TokenRequestError) | {"detail": detail, "instance": path} | refusal
    content = {"application/json": {"example": example}}
    return {400: {"model": TokenErrorOutput, "description": "Refused, after RFC 6749 §5.2", "content": content}}


def _response(status: int) -> dict[str, Any]:
    return {
        "description": _DESCRIPTIONS.get(status, "Refused"),
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
    return example


_DESCRIPTIONS = {
    401: "Not signed in, or the token is not valid",
    403: "Not allowed",
    404: "Not there",
    408: "Too slow",
    409: "In conflict with what is there",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Not JSON",
    422: "Not valid",
    429: "Too many requests",
    431: "Address or headers too large",
    502: "The provider can't be relied on right now",
    503: "Not able to answer right now",
    504: "The provider did not answer in time",
}
