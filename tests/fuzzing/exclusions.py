"""Every finding that is none, with the reason. Nothing else is passed over: no operation, no check, no status."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import RejectedPositiveData

from schemathesis.core.failures import ServerError
from watchkeeper.models.errors import discovery_errors
from watchkeeper.models.errors.base import WatchkeeperError

PROVIDER_CODES = frozenset(
    error.code
    for error in vars(discovery_errors).values()
    if isinstance(error, type) and issubclass(error, WatchkeeperError) and error.__module__ == discovery_errors.__name__
)
"""The codes of problems that a provider is to blame for."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Failures of one kind that are passed over where `holds`."""

    failure: type[Failure]
    reason: str
    holds: Callable[[Case, Response], bool]


def _field_codes(response: Response) -> set[str]:
    """Return the codes of what was wrong with the members of a request; those of a refusal that names none."""
    problem = _problem(response)
    return {error["code"] for error in problem.get("errors", [])} or {str(problem.get("code"))}


def _problem(response: Response) -> dict[str, Any]:
    body = response.json()
    return body if isinstance(body, dict) else {}


def _is_documented_trouble_of_provider(case: Case, response: Response) -> bool:
    is_documented = str(response.status_code) in case.operation.definition.raw["responses"]
    return is_documented and _problem(response).get("code") in PROVIDER_CODES


def _is_refused_with(*codes: str) -> Callable[[Case, Response], bool]:
    return lambda case, response: response.status_code == 422 and _field_codes(response) <= set(codes)


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
        "A version that is stale is a well-formed one: 412 is about what is there, as 404 and 409 are.",
        lambda case, response: response.status_code == 412 and "If-Match" in case.headers,
    ),
)


def is_finding(context: HookContext, failure: Failure, case: Case, response: Response) -> bool:
    """Return whether no exclusion covers a failure."""
    return not any(isinstance(failure, one.failure) and one.holds(case, response) for one in EXCLUSIONS)
