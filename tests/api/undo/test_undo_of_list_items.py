"""Undo of what changes the order of a list, and of items and marks that were removed."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.changes import Copy
from tests.support.lists import (
    Json,
    all_items,
    body_of,
    created,
    item_at,
    items_of,
    list_at,
    put_in,
    read_list,
    titles_in,
)
from tests.support.undo import deleted, undone
from tests.support.watchlist import stored_title


@pytest.fixture
async def abc(person: Person, connection: asyncpg.Connection) -> tuple[Json, list[Json]]:
    """A list of A, B and C, and its items."""
    made = await created(person)
    return made, [await put_in(person, made, await stored_title(connection, name)) for name in "ABC"]


async def reordered(person: Person, shown: Json, items: list[Json]) -> str:
    """Put the items of a list in another order, and return the operation that undoes it."""
    answer = await person.http.post(
        f"{list_at(shown)}/reorder", json={"item_ids": [item["id"] for item in items]}, headers={"If-Match": "*"}
    )
    body_of(answer)
    return answer.headers["Operation-ID"]


async def order_of(person: Person, shown: Json) -> str:
    return "".join(await titles_in(person, shown))


async def test_order_of_before_comes_back(person: Person, abc: tuple[Json, list[Json]]) -> None:
    shown, (a, b, c) = abc
    operation_id = await reordered(person, shown, [c, a, b])
    assert await order_of(person, shown) == "CAB"
    version = (await read_list(person, shown))["updated_at"]

    operation = body_of(await person.http.get(f"/api/v1/operations/{operation_id}"))
    report = await undone(person, operation_id)

    assert (operation["kind"], operation["name"], operation["resources"]) == ("bulk", shown["name"], {"list_order": 1})
    assert (operation["counts"], report["restored"], report["left"]) == ({"updated": 1}, 1, [])
    assert await order_of(person, shown) == "ABC"
    assert (await read_list(person, shown))["updated_at"] > version


async def test_order_that_is_there_already_makes_no_operation(person: Person, abc: tuple[Json, list[Json]]) -> None:
    shown, items = abc

    answer = await person.http.post(
        f"{list_at(shown)}/reorder", json={"item_ids": [item["id"] for item in items]}, headers={"If-Match": "*"}
    )

    assert answer.status_code == 200
    assert "Operation-ID" not in answer.headers


async def test_items_that_came_or_went_since_do_not_hinder(
    person: Person, abc: tuple[Json, list[Json]], connection: asyncpg.Connection
) -> None:
    shown, (a, b, c) = abc
    operation_id = await reordered(person, shown, [c, b, a])
    await person.http.delete(item_at(b))
    await put_in(person, shown, await stored_title(connection, "D"))

    report = await undone(person, operation_id)

    assert (report["restored"], report["left"]) == (1, [])
    assert await order_of(person, shown) == "ACD"


async def test_notes_of_since_stay_and_one_order_after_the_other_comes_back(
    person: Person, abc: tuple[Json, list[Json]]
) -> None:
    shown, (a, b, c) = abc
    first = await reordered(person, shown, [c, b, a])
    second = await reordered(person, shown, [b, a, c])
    await person.http.patch(item_at(a), json={"note": "Since.", "after": c["id"]})

    orders = []
    for operation_id in (second, first):
        await undone(person, operation_id)
        orders.append(await order_of(person, shown))

    assert orders == ["CBA", "ABC"]
    assert (await all_items(person.http, items_of(shown)))[0]["note"] == "Since."


async def test_order_of_a_list_that_is_deleted_is_left(person: Person, abc: tuple[Json, list[Json]]) -> None:
    shown, (a, b, c) = abc
    operation_id = await reordered(person, shown, [c, b, a])
    deletion = await deleted(person, list_at(shown))

    report = await undone(person, operation_id)
    await undone(person, deletion)

    assert report["left"] == [{"kind": "list_order", "id": shown["id"], "reason": "changed_since"}]
    assert await order_of(person, shown) == "CBA"


async def test_feed_tells_of_the_order_that_comes_back(person: Person, abc: tuple[Json, list[Json]]) -> None:
    shown, (a, b, c) = abc
    copy = Copy(person)
    operation_id = await reordered(person, shown, [b, c, a])
    await copy.follow()

    await undone(person, operation_id)
    await copy.follow()

    assert copy.of("lists") == {shown["id"]: await read_list(person, shown)}
    items = {item["id"]: item for item in await all_items(person.http, items_of(shown))}
    assert {id_: item["rank"] for id_, item in copy.of("list_items").items()} == {
        id_: item["rank"] for id_, item in items.items()
    }


async def test_removed_item_comes_back_to_its_place_with_its_note(
    person: Person, connection: asyncpg.Connection
) -> None:
    shown = await created(person)
    one = await put_in(person, shown, await stored_title(connection, "A"), note="With friends.")
    await put_in(person, shown, await stored_title(connection, "B"))

    operation_id = await deleted(person, item_at(one))
    operation = body_of(await person.http.get(f"/api/v1/operations/{operation_id}"))
    report = await undone(person, operation_id)

    assert (operation["title"]["title"], operation["resources"]) == ("A", {"list_item": 1})
    assert (report["restored"], report["left"]) == (1, [])
    items = await all_items(person.http, items_of(shown))
    assert [(item["id"] == one["id"], item["note"]) for item in items] == [(True, "With friends."), (False, None)]
    assert (await read_list(person, shown))["items_count"] == 2


async def test_removed_last_item_and_one_added_since_have_different_ranks(
    person: Person, abc: tuple[Json, list[Json]], connection: asyncpg.Connection
) -> None:
    shown, (_, _, c) = abc
    operation_id = await deleted(person, item_at(c))
    await put_in(person, shown, await stored_title(connection, "D"))

    await undone(person, operation_id)

    assert len({item["rank"] for item in await all_items(person.http, items_of(shown))}) == 4


async def test_item_of_a_list_that_was_deleted_since_is_left(person: Person, abc: tuple[Json, list[Json]]) -> None:
    shown, (a, _, _) = abc
    operation_id = await deleted(person, item_at(a))
    await deleted(person, list_at(shown))

    report = await undone(person, operation_id)

    assert [(one["kind"], one["reason"]) for one in report["left"]] == [("list_item", "in_the_way")]


async def _marks(person: Person) -> list[dict[str, Any]]:
    marks: list[dict[str, Any]] = body_of(await person.http.get("/api/v1/marks"))["items"]
    return marks


async def test_removed_mark_comes_back(person: Person, connection: asyncpg.Connection) -> None:
    title_id: UUID = await stored_title(connection, "Heat")
    address = f"/api/v1/titles/{title_id}/marks/favorite"
    mark = body_of(await person.http.put(address, json={"note": "The diner"}), 201)

    operation_id = await deleted(person, address)
    assert await _marks(person) == []
    report = await undone(person, operation_id)

    assert (report["restored"], report["left"]) == (1, [])
    (again,) = await _marks(person)
    assert (again["id"], again["note"], again["rank"]) == (mark["id"], "The diner", mark["rank"])


async def test_mark_that_was_made_anew_stays(person: Person, connection: asyncpg.Connection) -> None:
    address = f"/api/v1/titles/{await stored_title(connection, 'Heat')}/marks/favorite"
    body_of(await person.http.put(address, json={}), 201)
    operation_id = await deleted(person, address)
    body_of(await person.http.put(address, json={"note": "Anew"}), 201)

    report = await undone(person, operation_id)

    assert [(one["kind"], one["reason"]) for one in report["left"]] == [("mark", "changed_since")]
    assert [mark["note"] for mark in await _marks(person)] == ["Anew"]


async def test_other_people_find_no_operation_of_a_list(
    person: Person, accounts: Accounts, abc: tuple[Json, list[Json]]
) -> None:
    shown, (a, b, c) = abc
    operation_id = await reordered(person, shown, [c, b, a])
    other = await accounts.person()

    answer = await other.http.post(f"/api/v1/operations/{operation_id}/undo")

    assert answer.status_code == 404
    assert await order_of(person, shown) == "CBA"
