"""What tests of undo ask for."""

from typing import Any

import httpx

from tests.support.accounts import Person

OPERATIONS = "/api/v1/operations"


async def deleted(person: Person, address: str, **query: Any) -> str:
    """Delete something of one's own, and return the operation that undoes it."""
    answer = await person.http.delete(address, params=query)
    assert answer.status_code == 204, answer.text
    return answer.headers["Operation-ID"]


async def undone(person: Person, operation_id: str) -> dict[str, Any]:
    """Undo an operation, and return what the undo did."""
    answer = await undo(person, operation_id)
    assert answer.status_code == 200, answer.text
    report: dict[str, Any] = answer.json()
    return report


async def undo(person: Person, operation_id: str, **headers: str) -> httpx.Response:
    """Ask for an undo, and return the response."""
    return await person.http.post(f"{OPERATIONS}/{operation_id}/undo", headers=headers)


async def last_operation(person: Person) -> str | None:
    """Return what the person did last of all that can be undone."""
    answer = await person.http.get(OPERATIONS, params={"sort": "-created_at", "limit": 1})
    return next((one["id"] for one in answer.json()["items"]), None)


async def gone_wrong(person: Person, operation_id: str) -> list[tuple[str, str]]:
    """Undo an operation that restores nothing, and return kinds and reasons of what is left."""
    report = await undone(person, operation_id)
    assert report["restored"] == 0
    return [(left["kind"], left["reason"]) for left in report["left"]]
