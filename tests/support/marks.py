"""Marks in tests: put on titles and listed."""

from typing import Any
from uuid import UUID

import httpx

from tests.support.accounts import Person

MARKS = "/api/v1/marks"
Json = dict[str, Any]


def mark_address(title_id: object, mark: str = "favorite") -> str:
    """Return the address of a mark on a title."""
    return f"/api/v1/titles/{title_id}/marks/{mark}"


async def put(person: Person, title_id: object, mark: str = "favorite", **members: Any) -> httpx.Response:
    """Mark a title, with a body where it has members."""
    return await person.http.put(mark_address(title_id, mark), json=members or None)


async def marked(person: Person, title_id: UUID, mark: str = "favorite", **members: Any) -> Json:
    """Mark a title that was not marked so, and return the mark."""
    answer = await put(person, title_id, mark, **members)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def marks_of(person: Person, **query: Any) -> list[Json]:
    """Return the marks on all pages of a list."""
    answer = await person.http.get(MARKS, params=query)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["items"]
    while "Link" in answer.headers:
        answer = await person.http.get(answer.links["next"]["url"])
        found += answer.json()["items"]
    return found


async def marked_titles(person: Person, **query: Any) -> list[str]:
    """Return the titles that somebody has marked, in order."""
    return [mark["title"]["title"] for mark in await marks_of(person, **query)]
