"""Runs through a title: begun again, with dates of their own, and plays that come with an entry."""

from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.plays import PLAYS, played, plays_of, required_entry
from tests.support.watchlist import WATCHLIST, added, address, listed, problem, stored_title


@pytest.fixture
async def title_id(connection: asyncpg.Connection, person: Person) -> UUID:
    return await stored_title(connection)


async def test_rewatch_begins_the_next_viewing(person: Person, title_id: UUID) -> None:
    first = await played(person, title_id, watched_on="2012")
    entry = await required_entry(person, title_id)

    answer = await person.http.post(f"{address(entry)}/rewatch", json={"started_on": "2026-01"})

    again = answer.json()
    assert answer.status_code == 200, answer.text
    assert (again["viewing"], again["status"], again["status_by"], again["completed_at"]) == (
        2,
        "watching",
        "person",
        None,
    )
    assert (again["started_on"], again["started_on_precision"]) == ("2026-01", "month")
    assert (again["finished_on"], again["plays_count"], again["last_watched_on"]) == (None, 1, "2012")
    second = await played(person, title_id, watched_on="2026-01-31")
    assert (first["viewing"], second["viewing"]) == (1, 2)
    entry = await required_entry(person, title_id)
    assert (entry["status"], entry["finished_on"], entry["plays_count"]) == ("completed", "2026-01-31", 2)
    assert [play["id"] for play in await plays_of(person, viewing=1)] == [first["id"]]


async def test_viewing_without_a_play_is_not_followed_by_another(person: Person, title_id: UUID) -> None:
    entry = await added(person, title_id, status="watching")
    problem(await person.http.post(f"{address(entry)}/rewatch"), 409, "viewing_empty")

    await person.http.patch(address(entry), json={"status": "completed"})
    assert (await person.http.post(f"{address(entry)}/rewatch")).json()["viewing"] == 2
    problem(await person.http.post(f"{address(entry)}/rewatch"), 409, "viewing_empty")
    problem(await person.http.post(f"{WATCHLIST}/{uuid4()}/rewatch"), 404, "watch_entry_not_found")
    future = await person.http.post(f"{address(entry)}/rewatch", json={"started_on": "2999"})
    problem(future, 422, "in_the_future")


async def test_play_is_moved_to_another_viewing(person: Person, title_id: UUID) -> None:
    play = await played(person, title_id)
    entry = await required_entry(person, title_id)
    await person.http.post(f"{address(entry)}/rewatch")
    second = await played(person, title_id)

    moved = await person.http.patch(f"{PLAYS}/{second['id']}", json={"viewing": 1})

    assert moved.json()["viewing"] == 1
    assert len(await plays_of(person, viewing=1)) == 2
    entry = await required_entry(person, title_id)
    assert (entry["viewing"], entry["status"], entry["plays_count"]) == (2, "watching", 2)
    problem(await person.http.patch(f"{PLAYS}/{play['id']}", json={"viewing": 3}), 404, "viewing_not_found")


async def test_dates_that_the_person_says_win_over_those_of_plays(person: Person, title_id: UUID) -> None:
    await played(person, title_id, watched_on="2026-01-31")
    entry = await required_entry(person, title_id)

    answer = await person.http.patch(address(entry), json={"started_on": "2019", "finished_on": "2020-02"})

    said = answer.json()
    assert (said["started_on"], said["started_on_precision"]) == ("2019", "year")
    assert (said["finished_on"], said["finished_on_precision"]) == ("2020-02", "month")
    await played(person, title_id, watched_on="2018-01-01")
    entry = await required_entry(person, title_id)
    assert (entry["started_on"], entry["finished_on"]) == ("2019", "2020-02")
    replaced = await person.http.put(address(entry), json={"status": "completed"})
    assert (replaced.json()["started_on"], replaced.json()["finished_on"]) == ("2019", "2020-02")
    taken_back = await person.http.patch(address(entry), json={"started_on": None, "finished_on": None})
    assert (taken_back.json()["started_on"], taken_back.json()["finished_on"]) == ("2018-01-01", "2026-01-31")


async def test_dates_come_with_a_new_entry(person: Person, title_id: UUID) -> None:
    entry = await added(person, title_id, status="completed", finished_on="2012-05", started_on="2012-04-30")

    assert (entry["finished_on"], entry["started_on"], entry["plays_count"]) == ("2012-05", "2012-04-30", 0)
    assert await plays_of(person) == []
    for member in ("started_on", "finished_on", "watched_on"):
        refused = await person.http.patch(address(entry), json={member: "2999", "log_play": True})
        problem(refused, 422, "in_the_future")


@pytest.mark.parametrize("status", ["completed", "watching", None])
async def test_play_comes_with_a_new_entry(person: Person, title_id: UUID, status: str | None) -> None:
    said = {} if status is None else {"status": status}

    entry = await added(person, title_id, log_play=True, watched_on="2012", **said)

    assert (entry["plays_count"], entry["last_watched_on"]) == (1, "2012")
    assert entry["status"] == (status or "completed")
    assert entry["finished_on"] == (None if status == "watching" else "2012")
    assert [play["watched_on"] for play in await plays_of(person)] == ["2012"]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_play_comes_with_a_changed_entry(person: Person, title_id: UUID, method: str) -> None:
    entry = await added(person, title_id)

    answer = await person.http.request(method, address(entry), json={"status": "completed", "log_play": True})

    changed = answer.json()
    assert answer.status_code == 200, answer.text
    assert (changed["status"], changed["status_by"], changed["plays_count"]) == ("completed", "person", 1)
    assert changed["finished_on"] == changed["last_watched_on"]
    assert changed["finished_on_precision"] == "instant"
    (play,) = await plays_of(person)
    await person.http.delete(f"{PLAYS}/{play['id']}")
    entry = await required_entry(person, title_id)
    assert (entry["status"], entry["finished_on"], entry["plays_count"]) == ("completed", None, 0)


async def test_setting_completed_makes_no_play(person: Person, title_id: UUID) -> None:
    entry = await added(person, title_id, status="completed")

    assert (entry["plays_count"], entry["finished_on"]) == (0, None)
    assert await plays_of(person) == []


async def test_list_is_sorted_by_when_titles_were_finished(person: Person, connection: asyncpg.Connection) -> None:
    for name, watched_on in (("A", "2012"), ("B", None), ("C", "2019-05-01")):
        await played(person, await stored_title(connection, name), watched_on=watched_on)
    await added(person, await stored_title(connection, "D"), status="completed")
    await added(person, await stored_title(connection, "E"), finished_on="2015", status="completed")
    await added(person, await stored_title(connection, "F"))

    assert await listed(person, sort="completed_at", limit=2) == ["A", "E", "C", "B", "D", "F"]
    assert await listed(person, sort="-completed_at", limit=2) == ["D", "B", "C", "E", "A", "F"]


async def test_planned_titles_have_a_viewing_once_something_is_said_of_it(
    person: Person, connection: asyncpg.Connection
) -> None:
    counted = "SELECT count(*) FROM viewings WHERE user_id = $1"
    one, other = await stored_title(connection), await stored_title(connection, media_type="show")
    items = [{"action": "create", "title_id": str(other)}]
    assert (await person.http.post(f"{WATCHLIST}/bulk", json={"items": items})).status_code == 200
    entry = await added(person, one)
    await person.http.patch(address(entry), json={"status": "watching"})
    assert await connection.fetchval(counted, person.id) == 0
    assert (entry["viewing"], entry["plays_count"], entry["finished_on"]) == (1, 0, None)

    await person.http.put(f"{address(await required_entry(person, other))}/progress", json={"seen": 3})
    await played(person, one, watched_on="2024-01-31")

    assert (await required_entry(person, other))["progress"]["seen"] == 3
    assert (await required_entry(person, one))["finished_on"] == "2024-01-31"
    assert await connection.fetchval(counted, person.id) == 2


async def test_end_of_a_viewing_shows_while_the_title_is_completed(person: Person, title_id: UUID) -> None:
    await played(person, title_id, watched_on="2012")
    await person.http.delete(address(await required_entry(person, title_id)))

    entry = await added(person, title_id)
    assert (entry["viewing"], entry["plays_count"], entry["finished_on"]) == (1, 1, None)

    answer = await person.http.patch(address(entry), json={"status": "completed", "finished_on": "2013"})
    assert answer.json()["finished_on"] == "2013"
