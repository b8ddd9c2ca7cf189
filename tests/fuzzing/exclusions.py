"""Every finding that is none, with the reason. Nothing else is passed over: no operation, no check, no status."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import AcceptedNegativeData, Failure, ServerError
from schemathesis.openapi.checks import JsonSchemaError, RejectedPositiveData

from tests.fuzzing.explanations import is_explained
from tests.fuzzing.rejections import members_of, rejections
from watchkeeper.foundation.core.errors import RouteNotFoundError, ServiceError
from watchkeeper.models.errors import discovery_errors

PROVIDER_CODES = frozenset(
    error.code
    for error in vars(discovery_errors).values()
    if isinstance(error, type) and issubclass(error, ServiceError) and error.__module__ == discovery_errors.__name__
)
"""The codes of problems that a provider is to blame for."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Failures of one kind that are passed over where `holds`."""

    failure: type[Failure]
    reason: str
    holds: Callable[[Case[Any], Response], bool]


def _is_documented_trouble_of_provider(case: Case[Any], response: Response) -> bool:
    is_documented = str(response.status_code) in case.operation.definition.raw["responses"]
    return is_documented and members_of(response).get("code") in PROVIDER_CODES


def _is_explained_by_what_was_sent(case: Case[Any], response: Response) -> bool:
    found = rejections(case, response)
    return response.status_code == 422 and bool(found) and all(map(is_explained, found))


def _is_no_address_of_the_operation(case: Case[Any], response: Response) -> bool:
    has_line_break = any("\n" in unquote(str(value)) for value in case.path_parameters.values())
    return has_line_break and members_of(response).get("code") == RouteNotFoundError.code


def _is_told_of_its_item(case: Case[Any], response: Response) -> bool:
    refused = members_of(response).get("counts", {}).get("refused", 0)
    return case.operation.path.endswith("/bulk") and response.status_code == 200 and refused > 0


EXCLUSIONS: tuple[Exclusion, ...] = (
    Exclusion(
        AcceptedNegativeData,
        "In bulk an item that is not valid is refused by itself, with its problem in the 200: the contract's.",
        _is_told_of_its_item,
    ),
    Exclusion(
        ServerError,
        "Operations that ask a provider answer 502, 503 or 504 where the provider can't be relied on: the contract's.",
        _is_documented_trouble_of_provider,
    ),
    Exclusion(
        RejectedPositiveData,
        "No schema can say why what was sent is refused: `explanations.py` has a reason for each thing that is wrong.",
        _is_explained_by_what_was_sent,
    ),
    Exclusion(
        RejectedPositiveData,
        "A version that is stale is a well-formed one: 412 is about what is there, as 404 and 409 are.",
        lambda case, response: response.status_code == 412 and "If-Match" in case.headers,
    ),
    Exclusion(
        JsonSchemaError,
        "No list has a line break in its name: an address with one is that of no operation, which has no codes listed.",
        _is_no_address_of_the_operation,
    ),
)


def is_finding(context: HookContext, failure: Failure, case: Case[Any], response: Response) -> bool:
    """Return whether no exclusion covers a failure."""
    return not any(isinstance(failure, one.failure) and one.holds(case, response) for one in EXCLUSIONS)
