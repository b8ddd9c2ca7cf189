"""A number of episodes that somebody says to have seen, whatever was said before."""

from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.plays import played, required_entry, stored_episode
from tests.support.watchlist import added, address, stored_title


@pytest.fixture
async def show(connection: asyncpg.Connection) -> UUID:
    """A show of four episodes that have aired long ago."""
    show = await stored_title(connection, "Blue Hours", media_type="show")
    for number in (1, 2, 3, 4):
        await stored_episode(connection, show, 1, number, air_date=date(2001, 1, number))
    return show


async def said(person: Person, entry: dict[str, Any], seen: int) -> dict[str, Any]:
    answer = await person.http.put(f"{address(entry)}/progress", json={"seen": seen})
    assert answer.status_code == 200, answer.text
    entry_now: dict[str, Any] = answer.json()
    return entry_now


def without_version(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "updated_at"}


async def test_number_takes_back_that_everything_was_seen(person: Person, show: UUID) -> None:
    entry = await added(person, show, status="completed", finished_on="2005")
    assert entry["progress"]["seen"] == 4

    some = await said(person, entry, 2)
    assert (some["status"], some["status_by"], some["finished_on"]) == ("watching", "person", None)
    assert (some["progress"]["seen"], some["progress"]["next_episode"]["number"]) == (2, 3)

    none = await said(person, entry, 0)
    assert (none["status"], none["progress"]["seen"], none["plays_count"]) == ("watching", 0, 0)


async def test_number_of_all_leaves_a_completed_show_as_it_is(person: Person, show: UUID) -> None:
    entry = await added(person, show, status="completed")
    assert without_version(await said(person, entry, 4)) == without_version(entry)


async def test_number_of_all_completes_a_planned_show_that_has_ended(
    person: Person, show: UUID, connection: asyncpg.Connection
) -> None:
    await connection.execute("INSERT INTO episode_refreshes (title_id, airing) VALUES ($1, 'ended')", show)
    entry = await added(person, show)

    everything = await said(person, entry, 4)

    assert (everything["status"], everything["status_by"], everything["plays_count"]) == ("completed", "play", 4)


async def test_undo_of_a_number_brings_the_status_back(person: Person, show: UUID) -> None:
    for status in ("planned", "completed"):
        entry = await added(person, show, status=status)
        await said(person, entry, 2)
        (operation,) = (await person.http.get("/api/v1/operations?limit=1")).json()["items"]

        undone = await person.http.post(f"/api/v1/operations/{operation['id']}/undo")

        assert (undone.status_code, undone.json()["left"]) == (200, [])
        assert without_version(await required_entry(person, show)) == without_version(entry)
        assert (await person.http.delete(address(entry))).status_code == 204


async def test_response_shows_what_a_status_changes_in_the_viewing(person: Person, show: UUID) -> None:
    entry = await added(person, show, status="completed")
    assert entry == await required_entry(person, show)
    for change in ({"status": "on_hold"}, {"status": "completed", "finished_on": "2004"}, {"status": "watching"}):
        answer = await person.http.patch(address(entry), json=change)
        assert answer.json() == await required_entry(person, show)
    answer = await person.http.put(address(entry), json={"status": "completed"})
    assert answer.json() == await required_entry(person, show)


async def test_response_to_a_title_that_comes_back_shows_its_viewing_go_on(person: Person, show: UUID) -> None:
    await played(person, show, watched_on="2020-05-01")
    await person.http.delete(address(await required_entry(person, show)))

    entry = await added(person, show, status="on_hold")

    assert entry == await required_entry(person, show)
    assert entry["finished_on"] is None
