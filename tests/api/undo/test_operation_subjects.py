"""Operations say what they are about, so that another device can name them and say what an undo brings back."""

from typing import Any
from uuid import UUID

import asyncpg

from tests.support.accounts import Accounts, Person
from tests.support.feedback import review, watched_title
from tests.support.undo import OPERATIONS, deleted, undone
from tests.support.watchlist import WATCHLIST, added, address, stored_title


async def _operation(person: Person, operation_id: str) -> dict[str, Any]:
    answer = await person.http.get(f"{OPERATIONS}/{operation_id}")
    assert answer.status_code == 200, answer.text
    operation: dict[str, Any] = answer.json()
    return operation


def _bulk(*titles: UUID, status: str) -> dict[str, Any]:
    return {"items": [{"action": "put", "title_id": str(title), "status": status} for title in titles]}


async def test_change_of_one_title_names_it(person: Person, connection: asyncpg.Connection) -> None:
    one, other = await stored_title(connection, "Heat"), await stored_title(connection, "Ronin")
    of_one = (await person.http.post(f"{WATCHLIST}/bulk", json=_bulk(one, status="planned"))).json()
    of_two = (await person.http.post(f"{WATCHLIST}/bulk", json=_bulk(one, other, status="watching"))).json()

    named, several = [await _operation(person, bulk["operation_id"]) for bulk in (of_one, of_two)]

    assert named["title"] == {"id": str(one), "media_type": "movie", "title": "Heat"}
    assert (named["resources"], named["name"]) == ({"watch_entry": 1}, None)
    assert (several["title"], several["resources"]) == (None, {"watch_entry": 2})
    assert (await person.http.get(OPERATIONS)).json()["items"] == [several, named]


async def test_deletion_says_what_comes_back(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await watched_title(connection, person)
    written = await review(person, title_id, rating=4.5)
    operation = await _operation(person, await deleted(person, f"/api/v1/reviews/{written['id']}", rating="delete"))
    assert operation["title"]["id"] == str(title_id)
    assert operation["resources"] == {"review": 1, "rating": 1}

    answer = await person.http.post("/api/v1/lists", json={"name": "Rain"})
    of_list = await _operation(person, await deleted(person, f"/api/v1/lists/{answer.json()['id']}"))
    assert (of_list["name"], of_list["title"], of_list["resources"]) == ("Rain", None, {"list": 1})

    undo = await _operation(person, (await undone(person, operation["id"]))["operation_id"])
    assert (undo["title"], undo["resources"]) == (None, {})


async def test_title_that_was_merged_stands_as_its_survivor(
    person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    merged, survivor = await stored_title(connection, "Heet"), await stored_title(connection, "Heat")
    entry = await added(person, merged)
    operation_id = await deleted(person, address(entry))
    admin = await accounts.admin()
    answer = await admin.http.post(f"/api/v1/titles/{merged}/merge", json={"into_id": str(survivor)})
    assert answer.status_code == 200, answer.text
    assert (await _operation(person, operation_id))["title"]["title"] == "Heat"
