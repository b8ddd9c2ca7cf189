"""Tags that are deleted or made one with another come back, with what had them."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.personal_rows import differences, rows_of
from tests.support.plays import played, plays_of, required_entry
from tests.support.undo import deleted
from tests.support.watchlist import added, address, stored_title

TAGS = "/api/v1/tags"


@pytest.fixture
async def title_id(connection: asyncpg.Connection, person: Person) -> UUID:
    """A title with an entry that has the tags a and b, and a play that has a."""
    title_id = await stored_title(connection)
    await added(person, title_id, tags=["a", "b"])
    await played(person, title_id, tags=["a"], status="keep")
    return title_id


async def named(person: Person) -> dict[str, str]:
    return {one["name"]: one["id"] for one in (await person.http.get(TAGS)).json()["items"]}


async def tagged(person: Person, title_id: UUID) -> tuple[list[str], list[str]]:
    entry, (play,) = await required_entry(person, title_id), await plays_of(person)
    return [one["name"] for one in entry["tags"]], [one["name"] for one in play["tags"]]


async def undone(person: Person, operation_id: str) -> dict[str, Any]:
    answer = await person.http.post(f"/api/v1/operations/{operation_id}/undo")
    assert answer.status_code == 200, answer.text
    report: dict[str, Any] = answer.json()
    return report


async def test_a_deleted_tag_comes_back_with_what_had_it(person: Person, title_id: UUID) -> None:
    before = await named(person)
    answer = await person.http.delete(f"{TAGS}/{before['a']}")
    assert await tagged(person, title_id) == (["b"], [])

    report = await undone(person, answer.headers["Operation-ID"])

    assert (report["restored"], report["left"]) == (3, [])
    assert await named(person) == before
    assert await tagged(person, title_id) == (["a", "b"], ["a"])


async def test_tags_that_became_one_are_two_again(person: Person, title_id: UUID) -> None:
    before = await named(person)
    answer = await person.http.patch(f"{TAGS}/{before['a']}", json={"name": "B"})
    assert await tagged(person, title_id) == (["b"], ["b"])
    operation = (await person.http.get("/api/v1/operations")).json()["items"][0]
    assert answer.headers["Operation-ID"] == operation["id"]

    await undone(person, operation["id"])

    assert (operation["kind"], operation["counts"]) == ("delete", {"deleted": 1})
    assert await named(person) == before
    assert await tagged(person, title_id) == (["a", "b"], ["a"])


async def test_what_was_edited_since_keeps_its_edit_and_a_new_tag_its_name(person: Person, title_id: UUID) -> None:
    before = await named(person)
    answer = await person.http.delete(f"{TAGS}/{before['a']}")
    entry = await required_entry(person, title_id)
    await person.http.patch(address(entry), json={"tags": ["A"]})

    report = await undone(person, answer.headers["Operation-ID"])

    assert {(one["kind"], one["reason"]) for one in report["left"]} == {
        ("tag", "changed_since"),
        ("watch_entry", "changed_since"),
    }
    assert (await tagged(person, title_id))[0] == ["A"]
    assert (await tagged(person, title_id))[1] == []


async def test_a_tag_that_comes_back_leaves_statuses_alone(person: Person, connection: asyncpg.Connection) -> None:
    await played(person, await stored_title(connection), watched_on="2020-05-01", tags=["a"])
    assert (await person.http.patch("/api/v1/auth/me", json={"time_zone": "Pacific/Honolulu"})).status_code == 200
    before = await rows_of(connection, person.id)

    await undone(person, await deleted(person, f"{TAGS}/{(await named(person))['a']}"))

    assert differences(before, await rows_of(connection, person.id)) == []
