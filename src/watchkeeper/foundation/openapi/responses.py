"""Common responses, headers and security requirements of operations, derived from their facts."""

from collections.abc import Callable
from typing import Any

from watchkeeper.foundation.core.errors import (
    AdminRequiredError,
    AuthenticationRequiredError,
    BodyTooLargeError,
    DatabaseUnavailableError,
    InsufficientScopeError,
    InvalidCursorError,
    InvalidInputError,
    InvalidTokenError,
    OriginNotAllowedError,
    PayloadTooLargeError,
    PreconditionFailedError,
    ServiceError,
    SessionRequiredError,
    TransactionConflictError,
    UnsupportedMediaTypeError,
)
from watchkeeper.foundation.core.operations_errors import (
    BodyTimeoutError,
    HeadersTooLargeError,
    RateLimitedError,
    RequestTimeoutError,
    StoppingError,
)
from watchkeeper.foundation.http.problem_responses import problems
from watchkeeper.foundation.http.problems import MEDIA_TYPE
from watchkeeper.foundation.idempotency.errors import IdempotencyKeyInUseError, IdempotencyKeyReusedError
from watchkeeper.foundation.openapi.facts import OperationFacts

_COMMON_PROBLEMS: tuple[tuple[Callable[[OperationFacts], bool], type[ServiceError]], ...] = (
    (lambda facts: facts.needs_caller, AuthenticationRequiredError),
    (lambda facts: facts.knows_caller, InvalidTokenError),
    (lambda facts: facts.needs_scope, InsufficientScopeError),
    (lambda facts: facts.needs_session, SessionRequiredError),
    (lambda facts: facts.needs_caller and not facts.is_read, OriginNotAllowedError),
    (lambda facts: facts.is_for_admins, AdminRequiredError),
    (lambda facts: facts.takes_precondition, PreconditionFailedError),
    (lambda facts: facts.takes_body, BodyTimeoutError),
    (lambda facts: facts.takes_body and not facts.takes_upload, BodyTooLargeError),
    (lambda facts: facts.takes_upload, PayloadTooLargeError),
    (lambda facts: facts.takes_body, UnsupportedMediaTypeError),
    (lambda facts: facts.checks_input or facts.takes_key, InvalidInputError),
    (lambda facts: facts.takes_key, IdempotencyKeyReusedError),
    (lambda facts: facts.takes_key, IdempotencyKeyInUseError),
    (lambda facts: facts.takes_cursor, InvalidCursorError),
    (lambda _facts: True, HeadersTooLargeError),
    (lambda facts: facts.is_limited, RateLimitedError),
    (lambda facts: facts.needs_database, DatabaseUnavailableError),
    (lambda facts: facts.needs_database, TransactionConflictError),
    (lambda facts: facts.needs_database, RequestTimeoutError),
    (lambda facts: facts.needs_database, StoppingError),
)

_SESSION: list[dict[str, list[str]]] = [{"password": []}, {"access_token": []}]

_LIMIT_NAMES = ("Limit", "Remaining", "Reset", "Policy")

_BEFORE_RATE_LIMITS = "431"
"""The status of requests that the HTTP server rejects before the rate limits."""

_SUCCESSES = {"200": "The response", "201": "Created", "202": "Accepted", "204": "Done"}


def security_of(facts: OperationFacts) -> list[dict[str, list[str]]]:
    """Return the security requirements of an operation: none if public; `{}` among them means optional.

    Each choice of scopes is a requirement of its own.
    """
    if not facts.knows_caller:
        return []
    tokens = [{"application_token": sorted(scopes)} for scopes in facts.route.scopes]
    return [*([] if facts.needs_caller else [{}]), *_SESSION, *tokens]


def complete_responses(facts: OperationFacts) -> None:
    """Add the responses and headers that follow from the facts of an operation."""
    responses: dict[str, Any] = facts.operation["responses"]
    _drop_framework_response(responses)
    for status, description in _SUCCESSES.items():
        if status in responses and responses[status]["description"] == "Successful Response":
            responses[status]["description"] = "One page of the list" if facts.is_list else description
    if facts.is_read:
        responses["304"] = {"description": "Not changed since the version in If-None-Match"}
    for code, common in problems(*(error for holds, error in _COMMON_PROBLEMS if holds(facts))).items():
        _merge_problems(responses.setdefault(str(code), common), common)
    for status, response in responses.items():
        response["headers"] = _headers(facts, status, response)
    facts.operation["responses"] = {status: responses[status] for status in sorted(responses)}


def _drop_framework_response(responses: dict[str, Any]) -> None:
    """Remove FastAPI's default 422, which the service never sends."""
    if "application/json" in responses.get("422", {}).get("content", {}):
        del responses["422"]


def _merge_problems(response: dict[str, Any], common: dict[str, Any]) -> None:
    content = response.setdefault("content", {}).setdefault(MEDIA_TYPE, common["content"][MEDIA_TYPE])
    content["examples"] = common["content"][MEDIA_TYPE]["examples"] | content["examples"]


def _headers(facts: OperationFacts, status: str, response: dict[str, Any]) -> dict[str, Any]:
    is_problem = MEDIA_TYPE in response.get("content", {})
    is_counted = facts.is_limited and status != _BEFORE_RATE_LIMITS
    conditions = {
        "X-Request-ID": ("RequestId", True),
        "ETag": ("ETag", _has_tag(facts, status)),
        "Link": ("Link", status == "200" and facts.is_list),
        "Age": ("Age", status == "200" and facts.has_age),
        "Warning": ("Warning", status == "200" and facts.has_age),
        "Operation-ID": ("OperationId", status in _SUCCESSES and "Operation-ID" in facts.route.response_headers),
        "Export-Left-Out": ("ExportLeftOut", status == "200" and "Export-Left-Out" in facts.route.response_headers),
        "Location": ("Location", _is_made(facts, status) or _names_existing(response)),
        "WWW-Authenticate": (
            "WWWAuthenticate",
            is_problem and (status == "401" or (status == "403" and facts.needs_scope)),
        ),
        "Retry-After": (
            "RetryAfter",
            is_problem and (status in ("429", "503") or (status == "409" and facts.takes_key)),
        ),
        "Idempotency-Replayed": ("IdempotencyReplayed", facts.takes_key and status in _SUCCESSES),
        **{f"RateLimit-{name}": (f"RateLimit{name}", is_counted) for name in _LIMIT_NAMES},
    }
    return {
        name: {"$ref": f"#/components/headers/{component}"} for name, (component, holds) in conditions.items() if holds
    }


def _is_made(facts: OperationFacts, status: str) -> bool:
    """Whether the answer names the address of what the request has made, or lets the background do."""
    return status == "201" or (status == "202" and facts.route.method == "POST")


def _names_existing(response: dict[str, Any]) -> bool:
    examples = response.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {})
    return any("existing" in example["value"] for example in examples.values())


def _has_tag(facts: OperationFacts, status: str) -> bool:
    if facts.is_read:
        return status in ("200", "304")
    return status in ("200", "201", "202") and facts.responds_with_resource
