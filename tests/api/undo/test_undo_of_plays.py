"""Undo of deleted plays: they come back, and the status stands where it stood, unless the person has set another."""

from datetime import date
from typing import Any

import asyncpg

from tests.support.accounts import Person
from tests.support.changes import Copy
from tests.support.plays import PLAYS, played, stored_episode
from tests.support.undo import deleted, gone_wrong, last_operation, undone
from tests.support.watchlist import WATCHLIST, added, address, stored_title


async def _items(person: Person, path: str) -> list[dict[str, Any]]:
    answer = await person.http.get(path)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def _without_versions(*resources: dict[str, Any]) -> list[dict[str, Any]]:
    return [{name: value for name, value in one.items() if name != "updated_at"} for one in resources]


def _at(play: dict[str, Any]) -> str:
    return f"{PLAYS}/{play['id']}"


async def test_one_of_two_plays_comes_back_and_counts(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    first = await played(person, title_id, watched_on="2019-04", note="With Grandma.", score=4)
    await played(person, title_id, watched_on="2024-01-31")
    (entry,) = await _items(person, WATCHLIST)
    operation_id = await deleted(person, _at(first))

    report = await undone(person, operation_id)

    assert (report["restored"], report["left"]) == (1, [])
    again = (await person.http.get(_at(first))).json()
    assert _without_versions(again) == _without_versions(first)
    assert _without_versions(*await _items(person, WATCHLIST)) == _without_versions(entry)


async def test_last_play_comes_back_with_the_entry_that_it_made(person: Person, connection: asyncpg.Connection) -> None:
    play = await played(person, await stored_title(connection), watched_on="2024-01-31")
    (entry,) = await _items(person, WATCHLIST)
    operation_id = await deleted(person, _at(play))
    assert await _items(person, WATCHLIST) == []

    assert (await undone(person, operation_id))["restored"] == 2

    assert _without_versions(*await _items(person, WATCHLIST)) == _without_versions(entry)
    assert _without_versions(*await _items(person, PLAYS)) == _without_versions(play)


async def test_status_that_the_play_moved_is_that_of_before(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    await added(person, title_id, notes="The diner")
    play = await played(person, title_id, watched_on="2024-01-31")
    (entry,) = await _items(person, WATCHLIST)
    operation_id = await deleted(person, f"{address(entry)}/plays/{play['id']}")
    assert [one["status"] for one in await _items(person, WATCHLIST)] == ["planned"]

    await undone(person, operation_id)

    assert entry["status"] == "completed"
    assert _without_versions(*await _items(person, WATCHLIST)) == _without_versions(entry)


async def test_status_that_the_person_set_since_stays(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    entry = await added(person, title_id)
    play = await played(person, title_id, watched_on="2024-01-31")
    operation_id = await deleted(person, _at(play))
    await person.http.patch(address(entry), json={"status": "dropped"})

    report = await undone(person, operation_id)

    assert report["restored"] == 1
    assert [(one["kind"], one["reason"]) for one in report["left"]] == [("watch_entry", "changed_since")]
    assert [one["status"] for one in await _items(person, WATCHLIST)] == ["dropped"]
    assert [one["id"] for one in await _items(person, PLAYS)] == [play["id"]]


async def test_plays_that_come_back_in_any_order_lead_where_they_led(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection, media_type="show")
    for number in (1, 2):
        await stored_episode(connection, title_id, 1, number)
    plays = [await played(person, title_id, episode={"season": 1, "number": number}) for number in (1, 2)]
    (entry,) = await _items(person, WATCHLIST)
    operations = [await deleted(person, _at(play)) for play in plays]

    for operation_id in operations:
        await undone(person, operation_id)

    (again,) = await _items(person, WATCHLIST)
    assert (again["id"], again["status"], again["plays_count"]) == (entry["id"], "watching", 2)
    assert {one["id"] for one in await _items(person, PLAYS)} == {play["id"] for play in plays}


async def test_play_that_its_source_has_sent_again_is_left(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    await added(person, title_id, status="completed")
    of_source = {"source": "letterboxd", "source_key": "diary 7"}
    operation_id = await deleted(person, _at(await played(person, title_id, **of_source)))
    await played(person, title_id, **of_source)

    assert await gone_wrong(person, operation_id) == [("play", "changed_since")]


async def test_entry_comes_back_with_the_plays_and_viewings_that_it_took_along(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection)
    await played(person, title_id, watched_on="2012")
    (entry,) = await _items(person, WATCHLIST)
    assert (await person.http.post(f"{address(entry)}/rewatch", json={"started_on": "2024-01"})).status_code == 200
    await played(person, title_id, watched_on="2024-01-31")
    (entry,), plays = await _items(person, WATCHLIST), await _items(person, PLAYS)
    operation_id = await deleted(person, address(entry), plays="delete")
    assert await _items(person, PLAYS) == []

    report = await undone(person, operation_id)

    assert (report["restored"], report["left"]) == (3, [])
    assert _without_versions(*await _items(person, PLAYS)) == _without_versions(*plays)
    assert _without_versions(*await _items(person, WATCHLIST)) == _without_versions(entry)
    assert (entry["viewing"], entry["started_on"]) == (2, "2024-01")


async def test_feed_tells_of_plays_that_come_back(person: Person, connection: asyncpg.Connection) -> None:
    play = await played(person, await stored_title(connection), watched_on="2024-01-31")
    copy = Copy(person)
    await copy.follow()
    operation_id = await deleted(person, _at(play))
    await copy.follow()
    assert copy.of("plays") == copy.of("watchlist") == {}

    await undone(person, operation_id)
    await copy.follow()

    assert list(copy.of("plays").values()) == await _items(person, PLAYS)
    assert list(copy.of("watchlist").values()) == await _items(person, WATCHLIST)


async def test_what_counted_as_seen_since_a_completion_does_so_no_more(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection, media_type="show")
    await stored_episode(connection, title_id, 1, 1, air_date=date(2020, 1, 1))
    entry = await added(person, title_id, status="watching")
    completed = {"items": [{"action": "patch", "title_id": str(title_id), "status": "completed"}]}
    bulk = (await person.http.post(f"{WATCHLIST}/bulk", json=completed)).json()
    assert (await person.http.get(address(entry))).json()["progress"]["seen"] == 1

    await undone(person, bulk["operation_id"])

    again = (await person.http.get(address(entry))).json()
    assert (again["status"], again["progress"]["seen"]) == ("watching", 0)


async def test_entry_that_a_play_made_is_no_more_when_both_are_undone(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection, media_type="show")
    await stored_episode(connection, title_id, 1, 1, air_date=date(2020, 1, 1))
    watched = (await person.http.post(f"/api/v1/titles/{title_id}/watch", json={"all": True})).json()
    (entry,) = await _items(person, WATCHLIST)
    removal = await deleted(person, address(entry))

    await undone(person, watched["operation_id"])
    await undone(person, removal)

    assert await _items(person, WATCHLIST) == await _items(person, PLAYS) == []


async def test_entry_that_episodes_made_is_no_more_when_they_are_undone_whatever_was_there_long_ago(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection, media_type="show")
    await stored_episode(connection, title_id, 1, 1, air_date=date(2020, 1, 1))
    await deleted(person, address(await added(person, title_id, finished_on="2012-06")))
    watched = (await person.http.post(f"/api/v1/titles/{title_id}/watch", json={"all": True})).json()

    report = await undone(person, watched["operation_id"])

    assert report["left"] == []
    assert await _items(person, WATCHLIST) == await _items(person, PLAYS) == []


async def test_entry_that_episodes_made_stays_for_a_play_since(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection, media_type="show")
    for number in (1, 2, 3):
        await stored_episode(connection, title_id, 1, number, air_date=date(2020, 1, number))
    some = {"up_to": {"episode": {"season": 1, "number": 2}}}
    watched = (await person.http.post(f"/api/v1/titles/{title_id}/watch", json=some)).json()
    since = await played(person, title_id, episode={"season": 1, "number": 1}, watched_on="2024")

    await undone(person, watched["operation_id"])

    assert [one["id"] for one in await _items(person, PLAYS)] == [since["id"]]
    assert [one["status"] for one in await _items(person, WATCHLIST)] == ["watching"]


async def test_rewatch_is_taken_back(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    await played(person, title_id, watched_on="2012")
    (entry,) = await _items(person, WATCHLIST)
    again = await person.http.post(f"{address(entry)}/rewatch", json={"started_on": "2024-01"})
    assert (again.json()["viewing"], again.json()["status"]) == (2, "watching")

    operation_id = await last_operation(person)
    assert operation_id is not None
    assert (await undone(person, operation_id))["left"] == []

    assert _without_versions(*await _items(person, WATCHLIST)) == _without_versions(entry)
    assert (await played(person, title_id))["viewing"] == 1


async def test_plays_from_before_an_entry_lead_it_nowhere(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection, media_type="show")
    await connection.execute("INSERT INTO episode_refreshes (title_id, airing) VALUES ($1, 'ended')", title_id)
    await stored_episode(connection, title_id, 1, 1, air_date=date(2020, 1, 1))
    await played(person, title_id)
    (entry,) = await _items(person, WATCHLIST)
    assert entry["status"] == "completed"
    await deleted(person, address(entry))
    second = await played(person, title_id, episode={"season": 1, "number": 1})

    await person.http.patch(_at(second), json={"note": "Again"})
    assert [one["status"] for one in await _items(person, WATCHLIST)] == ["watching"]

    await deleted(person, _at(second))
    assert await _items(person, WATCHLIST) == []


async def test_entry_that_plays_made_goes_although_its_viewing_has_dates(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection)
    await played(person, title_id, watched_on="2001-05")
    (entry,) = await _items(person, WATCHLIST)
    await person.http.patch(address(entry), json={"finished_on": "2001"})
    await deleted(person, address(entry))
    answer = await person.http.post(f"{PLAYS}/bulk", json={"items": [{"action": "create", "title_id": str(title_id)}]})
    assert len(await _items(person, WATCHLIST)) == 1

    assert (await undone(person, answer.json()["operation_id"]))["left"] == []

    assert await _items(person, WATCHLIST) == []


async def test_entry_whose_dates_come_back_is_changed(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection, media_type="show")
    await stored_episode(connection, title_id, 1, 1, air_date=date(2001, 1, 1))
    entry = await added(person, title_id, status="watching", finished_on="2016")
    answer = await person.http.put(f"{address(entry)}/progress", json={"seen": 0})
    assert answer.json()["finished_on"] is None

    await undone(person, answer.headers["Operation-ID"])

    (again,) = await _items(person, WATCHLIST)
    assert again["finished_on"] == "2016"
    assert again["updated_at"] > answer.json()["updated_at"]


async def test_status_without_plays_is_as_old_as_its_entry(person: Person, connection: asyncpg.Connection) -> None:
    play = await played(person, await stored_title(connection))
    (entry,) = await _items(person, WATCHLIST)
    await person.http.patch(address(entry), json={"notes": "The diner"})
    await deleted(person, _at(play))
    (planned,) = await _items(person, WATCHLIST)

    answer = await person.http.post(
        f"{PLAYS}/bulk", json={"items": [{"action": "create", "title_id": entry["title"]["id"]}]}
    )
    await undone(person, answer.json()["operation_id"])

    assert planned["status_set_at"] == planned["created_at"]
    assert _without_versions(*await _items(person, WATCHLIST)) == _without_versions(planned)
