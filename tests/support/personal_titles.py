"""Builders of titles of one's own: what people type and nobody confirms."""

from typing import Any
from uuid import uuid4

import httpx

from tests.support.accounts import Person
from tests.support.watchlist import WATCHLIST

TITLES = "/api/v1/titles"
IMDB = {"source": "imdb", "external_id": "tt0133093", "media_type": "movie"}

Json = dict[str, Any]


async def typed(person: Person, title: str = "Home video", **members: Any) -> Json:
    """Put something that no provider knows into a watchlist, and return its title."""
    media = {**IMDB, "external_id": f"tt{uuid4().int % 10**9:09}", "title": title, **members}
    answer = await person.http.post(WATCHLIST, json={"media": media, "status": "completed"})
    assert answer.status_code == 201, answer.text
    return await read(person, answer.json()["title"]["id"])


async def read(person: Person, title_id: str) -> Json:
    """Return a title as somebody sees it."""
    answer = await person.http.get(f"{TITLES}/{title_id}")
    assert answer.status_code == 200, answer.text
    title: Json = answer.json()
    return title


async def names(http: httpx.AsyncClient, **query: Any) -> list[str]:
    """Return the titles of the first page of the catalogue."""
    answer = await http.get(TITLES, params=query)
    assert answer.status_code == 200, answer.text
    return [item["title"] for item in answer.json()["items"]]
