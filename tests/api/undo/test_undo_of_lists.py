"""Undo of a deleted list: it comes back with its items, in their order, and with its links."""

from typing import Any
from uuid import UUID

import asyncpg

from tests.support.accounts import Accounts, Person
from tests.support.changes import Copy
from tests.support.lists import all_items, created, items_of, linked, list_at, put_in, read_list
from tests.support.undo import deleted, undone
from tests.support.watchlist import stored_title

_VERSIONS = ("updated_at",)


async def _filled(person: Person, connection: asyncpg.Connection) -> tuple[dict[str, Any], list[UUID]]:
    """Return a list with three titles in another order than that in which they came."""
    titles = [await stored_title(connection, f"Title {number}") for number in range(3)]
    shown = await created(person, description="For Fridays.", is_ranked=True)
    first = await put_in(person, shown, titles[0], note="With friends.")
    await put_in(person, shown, titles[1])
    await put_in(person, shown, titles[2], before=first["id"])
    return await read_list(person, shown), titles


def _without_versions(*resources: dict[str, Any]) -> list[dict[str, Any]]:
    return [{name: value for name, value in one.items() if name not in _VERSIONS} for one in resources]


async def test_list_comes_back_with_its_items_and_links(person: Person, connection: asyncpg.Connection) -> None:
    shown, _ = await _filled(person, connection)
    link = await linked(person, shown)
    items = await all_items(person.http, items_of(shown))

    operation_id = await deleted(person, list_at(shown))
    assert (await person.http.get(list_at(shown))).status_code == 404
    report = await undone(person, operation_id)

    assert (report["restored"], report["left"]) == (5, [])
    again = await read_list(person, shown)
    assert _without_versions(again) == _without_versions(shown)
    assert again["updated_at"] > shown["updated_at"]
    assert _without_versions(*await all_items(person.http, items_of(shown))) == _without_versions(*items)
    links = (await person.http.get(f"{list_at(shown)}/links")).json()["items"]
    assert [one["id"] for one in links] == [link["id"]]


async def test_items_whose_title_is_gone_are_left_and_not_counted(
    accounts: Accounts, person: Person, connection: asyncpg.Connection
) -> None:
    shown, titles = await _filled(person, connection)
    operation_id = await deleted(person, list_at(shown))
    admin = await accounts.admin()
    assert (await admin.http.delete(f"/api/v1/titles/{titles[1]}")).status_code == 204

    report = await undone(person, operation_id)

    assert [(one["kind"], one["reason"]) for one in report["left"]] == [("list_item", "title_gone")]
    assert (await read_list(person, shown))["items_count"] == 2
    titles_left = [item["title"]["id"] for item in await all_items(person.http, items_of(shown))]
    assert titles_left == [str(titles[2]), str(titles[0])]


async def test_merged_titles_are_followed_and_stand_in_a_list_once(
    accounts: Accounts, person: Person, connection: asyncpg.Connection
) -> None:
    shown, titles = await _filled(person, connection)
    operation_id = await deleted(person, list_at(shown))
    admin = await accounts.admin()
    merged = await admin.http.post(f"/api/v1/titles/{titles[0]}/merge", json={"into_id": str(titles[1])})
    assert merged.status_code == 200

    report = await undone(person, operation_id)

    assert [(one["kind"], one["reason"]) for one in report["left"]] == [("list_item", "in_the_way")]
    assert (await read_list(person, shown))["items_count"] == 2
    there = {item["title"]["id"] for item in await all_items(person.http, items_of(shown))}
    assert there == {str(titles[1]), str(titles[2])}


async def test_list_with_the_same_name_that_was_made_since_stays_alone(
    person: Person, connection: asyncpg.Connection
) -> None:
    shown, _ = await _filled(person, connection)
    operation_id = await deleted(person, list_at(shown))
    again = await created(person)

    report = await undone(person, operation_id)

    assert report["restored"] == 0
    reasons = [(one["kind"], one["reason"]) for one in report["left"]]
    assert reasons == [("list", "changed_since"), *[("list_item", "in_the_way")] * 3]
    assert [one["id"] for one in (await person.http.get("/api/v1/lists")).json()["items"]] == [again["id"]]


async def test_feed_tells_of_a_list_that_comes_back(person: Person, connection: asyncpg.Connection) -> None:
    shown, _ = await _filled(person, connection)
    copy = Copy(person)
    await copy.follow()
    items = copy.of("list_items").keys()
    operation_id = await deleted(person, list_at(shown))
    await copy.follow()
    assert copy.of("lists") == copy.of("list_items") == {}

    await undone(person, operation_id)
    await copy.follow()

    assert copy.of("lists") == {shown["id"]: await read_list(person, shown)}
    assert copy.of("list_items").keys() == items
