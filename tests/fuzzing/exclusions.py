"""Every finding that is none, with the reason. Nothing else is passed over: no operation, no check, no status."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import Failure, ServerError
from schemathesis.openapi.checks import RejectedPositiveData

from watchkeeper.models.errors import discovery_errors
from watchkeeper.models.errors.base import WatchkeeperError

PROVIDER_CODES = frozenset(
    error.code
    for error in vars(discovery_errors).values()
    if isinstance(error, type) and issubclass(error, WatchkeeperError) and error.__module__ == discovery_errors.__name__
)
"""The codes of problems that a provider is to blame for."""

_NUMBERS_ALSO_AS_TEXT = ("account_id", "movie_id")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Failures of one kind that are passed over where `holds`."""

    failure: type[Failure]
    reason: str
    holds: Callable[[Case[Any], Response], bool]


def problem_codes(response: Response) -> set[str]:
    """Return the codes of what was wrong with the members of a request; those of a refusal that names none."""
    problem = _problem(response)
    return {error["code"] for error in problem.get("errors") or []} or {str(problem.get("code"))}


def _problem(response: Response) -> dict[str, Any]:
    if not response.content or "json" not in "".join(response.headers.get("content-type") or []):
        return {}
    body = response.json()
    return body if isinstance(body, dict) else {}


def _is_documented_trouble_of_provider(case: Case[Any], response: Response) -> bool:
    is_documented = str(response.status_code) in case.operation.definition.raw["responses"]
    return is_documented and _problem(response).get("code") in PROVIDER_CODES


def _is_refused_with(*codes: str) -> Callable[[Case[Any], Response], bool]:
    return lambda case, response: response.status_code == 422 and problem_codes(response) <= set(codes)


def _has_number_as_text(case: Case[Any]) -> bool:
    return isinstance(case.body, dict) and any(isinstance(case.body.get(name), str) for name in _NUMBERS_ALSO_AS_TEXT)


def _has_fraction(body: object) -> bool:
    """Return whether a number is written with a decimal point somewhere in a body."""
    if isinstance(body, dict):
        return any(map(_has_fraction, body.values()))
    return any(map(_has_fraction, body)) if isinstance(body, list) else isinstance(body, float)


EXCLUSIONS: tuple[Exclusion, ...] = (
    Exclusion(
        ServerError,
        "Operations that ask a provider answer 502, 503 or 504 where the provider can't be relied on: the contract's.",
        _is_documented_trouble_of_provider,
    ),
    Exclusion(
        RejectedPositiveData,
        "Cursors are signed: nothing but what an earlier answer gave is one, and no schema can say that.",
        _is_refused_with("invalid_cursor"),
    ),
    Exclusion(
        RejectedPositiveData,
        "Lengths are those of the text as it is kept: in NFC, trimmed, and with something in it that can be seen.",
        _is_refused_with("string_too_short"),
    ),
    Exclusion(
        RejectedPositiveData,
        "Which passwords are too weak depends on settings, on a list of common ones, and on the name of the account.",
        lambda case, response: response.status_code == 422 and _problem(response).get("code") == "weak_password",
    ),
    Exclusion(
        RejectedPositiveData,
        "An order by relevance needs q: OpenAPI has no way to say that one parameter asks for another.",
        _is_refused_with("relevance_needs_query"),
    ),
    Exclusion(
        RejectedPositiveData,
        "A beginning after its end: OpenAPI has no way to compare two parameters either.",
        _is_refused_with("times_reversed"),
    ),
    Exclusion(
        RejectedPositiveData,
        "Letters and digits of any script: not all tools that read a schema know the classes of Unicode that say so.",
        _is_refused_with("username"),
    ),
    Exclusion(
        RejectedPositiveData,
        "Exactly one of two members that may also be null: a schema that says so is one that generators of clients "
        "take for two kinds of bodies.",
        _is_refused_with("exactly_one_of"),
    ),
    Exclusion(
        RejectedPositiveData,
        "Which source knows which kind of title: the same, and in prose.",
        _is_refused_with("unsupported_source"),
    ),
    Exclusion(
        RejectedPositiveData,
        "An id in a body that names nothing: well-formed, and refused for what is there.",
        _is_refused_with("unknown_reference"),
    ),
    Exclusion(
        RejectedPositiveData,
        "1.0 is an integer to JSON Schema; the API takes nothing for something it is not.",
        lambda case, response: (
            _is_refused_with("int_type", "whole_number")(case, response) and _has_fraction(case.body)
        ),
    ),
    Exclusion(
        RejectedPositiveData,
        "Digits beyond 2147483647: bounds of numbers do not reach numbers that are text.",
        lambda case, response: _is_refused_with("less_than_equal")(case, response) and _has_number_as_text(case),
    ),
    Exclusion(
        RejectedPositiveData,
        "Schemathesis takes a null of an earlier answer for an id, and writes it out as None.",
        lambda case, response: response.status_code == 422 and None in case.path_parameters.values(),
    ),
    Exclusion(
        RejectedPositiveData,
        "A key that was used for another request is a well-formed one: refused for what was before, as with 409.",
        _is_refused_with("idempotency_key_reused"),
    ),
    Exclusion(
        RejectedPositiveData,
        "A version that is stale is a well-formed one: 412 is about what is there, as 404 and 409 are.",
        lambda case, response: response.status_code == 412 and "If-Match" in case.headers,
    ),
)


def is_finding(context: HookContext, failure: Failure, case: Case[Any], response: Response) -> bool:
    """Return whether no exclusion covers a failure."""
    return not any(isinstance(failure, one.failure) and one.holds(case, response) for one in EXCLUSIONS)
