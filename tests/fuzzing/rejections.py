"""What an answer says is wrong with a request, and what stood there in the request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schemathesis import Case, Response
from schemathesis.core import NOT_SET


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that is wrong: its code, the place it points at, what was `sent` there, and what was sent beside it."""

    code: str
    pointer: str = ""
    sent: object = None
    query: Mapping[str, Any] = field(default_factory=dict)
    body: object = None


def rejections(case: Case[Any], response: Response) -> list[Refusal]:
    """Return each thing that an answer says is wrong; of one that names no place, its code alone."""
    query, body = dict(case.query or {}), None if case.body is NOT_SET else case.body
    places = {"body": body, "query": query, "path": case.path_parameters, "header": case.headers}
    problem = members_of(response)
    if "code" in problem and not problem.get("errors"):
        return [Refusal(str(problem["code"]), "", None, query, body)]
    return [
        Refusal(str(error["code"]), error["pointer"], _at(error["pointer"], places), query, body)
        for error in problem.get("errors") or []
    ]


def problem_codes(response: Response) -> set[str]:
    """Return the codes of what was wrong with the members of a request; those of a refusal that names none."""
    problem = members_of(response)
    return {error["code"] for error in problem.get("errors") or []} or {str(problem.get("code"))}


def members_of(response: Response) -> dict[str, Any]:
    """Return the members of an answer in JSON; none of any other."""
    if not response.content or "json" not in "".join(response.headers.get("content-type") or []):
        return {}
    body = response.json()
    return body if isinstance(body, dict) else {}


def _at(pointer: str, whole: object) -> object:
    for token in pointer.split("/")[1:]:
        whole = _step(whole, token.replace("~1", "/").replace("~0", "~"))
    return whole


def _step(whole: object, token: str) -> object:
    if isinstance(whole, Mapping):
        return whole.get(token)
    is_place = isinstance(whole, list) and token.isdecimal() and int(token) < len(whole)
    return whole[int(token)] if is_place else None  # type: ignore[index]
