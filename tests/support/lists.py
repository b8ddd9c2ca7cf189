"""Builders of lists through the service, and what tests ask of them."""

from typing import Any

import httpx

from tests.support.accounts import Person

LISTS = "/api/v1/lists"

Json = dict[str, Any]


async def created(person: Person, name: str = "Friday nights", **members: Any) -> Json:
    """Create a list, and return it as answered."""
    return body_of(await person.http.post(LISTS, json={"name": name, **members}), 201)


async def put_in(person: Person, shown: Json, title_id: object, **members: Any) -> Json:
    """Add a title to a list, and return the item as answered."""
    answer = await person.http.post(items_of(shown), json={"title_id": str(title_id), **members})
    return body_of(answer, 201)


async def linked(person: Person, shown: Json, **terms: Any) -> Json:
    """Make a link of a list, and return it with its address."""
    return body_of(await person.http.post(f"{list_at(shown)}/links", json=terms), 201)


def body_of(answer: httpx.Response, status: int = 200) -> Json:
    """Return the body of a response, which must have this status."""
    assert answer.status_code == status, answer.text
    body: Json = answer.json()
    return body


def list_at(shown: Json) -> str:
    """Return the address of a list."""
    return f"{LISTS}/{shown['id']}"


def items_of(shown: Json) -> str:
    """Return the address of the items of a list."""
    return f"{list_at(shown)}/items"


def item_at(item: Json) -> str:
    """Return the address of an item."""
    return f"{LISTS}/{item['list_id']}/items/{item['id']}"


async def read_list(person: Person, shown: Json) -> Json:
    """Return a list as it is now."""
    return body_of(await person.http.get(list_at(shown)))


async def all_items(http: httpx.AsyncClient, path: str, **query: Any) -> list[Json]:
    """Return the items of all pages, following `Link`."""
    answer = await http.get(path, params={"limit": 100, **query})
    items: list[Json] = body_of(answer)["items"]
    while "Link" in answer.headers:
        answer = await http.get(answer.links["next"]["url"])
        items += body_of(answer)["items"]
    return items


async def titles_in(person: Person, shown: Json, **query: Any) -> list[str]:
    """Return the titles of a list in order."""
    return [item["title"]["title"] for item in await all_items(person.http, items_of(shown), **query)]
