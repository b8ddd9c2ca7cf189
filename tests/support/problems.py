"""What a problem of the service looks like, whichever way it came about."""

import re
from typing import Any

import httpx

_TELLTALE = re.compile(
    r"Traceback|File \"|\.py\b|sqlalchemy|asyncpg|pydantic|psycopg|SELECT |INSERT |UPDATE |DELETE FROM|Exception",
    re.IGNORECASE,
)
_MEMBERS = {"type", "title", "status", "detail", "instance", "code", "request_id"}


def problem_of(answer: httpx.Response, status: int, code: str | None = None) -> dict[str, Any]:
    """Return the problem that `answer` is, all of its conventions checked."""
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert set(problem) - {"errors", "existing"} == _MEMBERS
    assert problem["status"] == status
    assert problem["type"] == f"urn:watchkeeper:problem:{problem['code']}"
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert problem["title"]
    assert problem["detail"]
    assert not _TELLTALE.search(answer.text), answer.text[:500]
    assert ("errors" in problem) == (status == 422)
    if "existing" in problem:
        assert set(problem["existing"]) == {"kind", "id", "href"}
        assert problem["existing"]["href"] == answer.headers["location"]
    for field in problem.get("errors", []):
        assert re.match(r"/(body|query|path|header)", field["pointer"])
        assert field["detail"]
        assert field["code"]
    if status == 422:
        assert problem["errors"]
    if code is not None:
        assert problem["code"] == code
    return problem


def pointers_of(problem: dict[str, Any]) -> list[str]:
    """Return the places of what is wrong."""
    return [field["pointer"] for field in problem["errors"]]
