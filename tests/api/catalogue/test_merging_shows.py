"""Two shows that are one become one: seasons and episodes of the same places are joined, and every play stays."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.plays import played, plays_of, required_entry, stored_episode
from tests.support.watchlist import added, address, problem, stored_title

API = "/api/v1"
AIRED = date(2012, 3, 4)


@pytest.fixture
async def shows(connection: asyncpg.Connection) -> tuple[UUID, UUID]:
    """The survivor, and the one that is merged into it."""
    kept = await stored_title(connection, "Lost", media_type="show", external_ids={"tmdb": "4607"})
    return kept, await stored_title(connection, "Lost!", media_type="show", external_ids={"tvdb": "73739"})


async def merge(admin: Person, shows: tuple[UUID, UUID]) -> None:
    into, merged = shows
    answer = await admin.http.post(f"{API}/titles/{merged}/merge", json={"into_id": str(into)})
    assert answer.status_code == 200, answer.text


async def episodes_of(person: Person, title_id: UUID, **query: Any) -> dict[tuple[int, int], dict[str, Any]]:
    found = (await person.http.get(f"{API}/titles/{title_id}/episodes", params=query)).json()["items"]
    return {(one["season"], one["number"]): one for one in found}


async def test_titles_that_have_everything(
    person: Person, admin: Person, connection: asyncpg.Connection, shows: tuple[UUID, UUID]
) -> None:
    into, merged = shows
    ours = {place: await stored_episode(connection, into, *place, air_date=AIRED) for place in ((1, 1), (1, 2))}
    places = ((0, 1), (1, 1), (1, 2), (2, 1))
    theirs = {place: await stored_episode(connection, merged, *place, air_date=AIRED) for place in places}
    gone = await stored_episode(connection, merged, 1, 1, state="gone", air_date=AIRED)
    for title_id in shows:
        await played(person, title_id, episode={"season": 1, "number": 1}, watched_on="2012-03-05")
    for place in ((0, 1), (1, 2), (2, 1)):
        await played(person, merged, episode={"season": place[0], "number": place[1]}, watched_on="2013")
    await played(person, into, episode={"season": 7, "number": 7}, watched_on=None)
    await played(person, merged, episode={"season": 7, "number": 7}, watched_on="2015", note="The end")
    lists = await person.http.post(f"{API}/lists", json={"name": "Best hours"})
    items = f"{API}/lists/{lists.json()['id']}/items"
    for episode_id in (ours[1, 1], theirs[1, 1], theirs[2, 1]):
        assert (await person.http.post(items, json={"episode_id": str(episode_id)})).status_code == 201

    await merge(admin, shows)

    found = await episodes_of(person, into)
    assert {place: UUID(one["id"]) for place, one in found.items()} == theirs | ours
    plays = await plays_of(person, title_id=into)
    ids = [play["episode"]["id"] and UUID(play["episode"]["id"]) for play in plays]
    joined = [ours[1, 1], ours[1, 1], theirs[0, 1], ours[1, 2], theirs[2, 1], None, None]
    assert sorted(map(str, ids)) == sorted(map(str, joined))
    entry = await required_entry(person, into)
    assert (entry["plays_count"], entry["progress"]["seen"], entry["progress"]["total"]) == (7, 3, 3)
    assert entry["progress"]["unseen_specials"] == 0
    listed = (await person.http.get(items)).json()["items"]
    assert [UUID(item["episode"]["id"]) for item in listed] == [ours[1, 1], theirs[2, 1]]
    assert (await person.http.get(f"{API}/episodes/{gone}")).json()["title_id"] == str(into)
    problem(await person.http.get(f"{API}/episodes/{theirs[1, 1]}"), 404, "episode_not_found")


async def test_episode_of_the_survivor_takes_what_it_lacks(
    person: Person, admin: Person, connection: asyncpg.Connection, shows: tuple[UUID, UUID]
) -> None:
    into, merged = shows
    at = datetime(2012, 3, 4, 20, tzinfo=UTC)
    await stored_episode(connection, into, 1, 1, external_ids={"tmdb": "1"})
    await stored_episode(
        connection, merged, 1, 1, airs_at=at, absolute_number=1, external_ids={"tmdb": "2", "tvdb": "3"}
    )

    await merge(admin, shows)

    (one,) = (await episodes_of(person, into)).values()
    assert (one["airs_at"], one["absolute_number"]) == ("2012-03-04T20:00:00Z", 1)
    assert one["external_ids"] == {"tmdb": "1", "tvdb": "3"}


async def test_gone_episode_still_counts_where_it_has_become_another(
    person: Person, admin: Person, connection: asyncpg.Connection, shows: tuple[UUID, UUID]
) -> None:
    into, merged = shows
    await stored_episode(connection, into, 1, 1, air_date=AIRED)
    heir = await stored_episode(connection, merged, 1, 1, air_date=AIRED)
    two = await stored_episode(connection, merged, 1, 2, air_date=AIRED)
    await played(person, merged, episode={"season": 1, "number": 2}, watched_on="2013")
    await connection.execute("UPDATE episodes SET state = 'gone', replaced_by_id = $1 WHERE id = $2", heir, two)

    await merge(admin, shows)

    progress = (await required_entry(person, into))["progress"]
    assert (progress["seen"], progress["total"], len(await plays_of(person, title_id=into))) == (1, 1, 1)


async def test_play_of_a_number_alone_is_joined_with_the_episode_that_comes_along(
    person: Person, admin: Person, connection: asyncpg.Connection, shows: tuple[UUID, UUID]
) -> None:
    into, merged = shows
    await played(person, into, episode={"season": 3, "number": 4}, watched_on="2013")
    episode = await stored_episode(connection, merged, 3, 4, air_date=AIRED)

    await merge(admin, shows)

    (play,) = await plays_of(person, title_id=into)
    assert play["episode"]["id"] == str(episode)


async def test_what_was_stated_and_when_it_was_completed_stays(
    person: Person, admin: Person, connection: asyncpg.Connection, shows: tuple[UUID, UUID]
) -> None:
    into, merged = shows
    await added(person, into, status="watching")
    entry = await added(person, merged, status="watching")
    await person.http.put(f"{address(entry)}/progress", json={"seen": 12})
    await person.http.patch(address(entry), json={"status": "completed", "finished_on": "2015-05-05"})

    await merge(admin, shows)

    survivor = await required_entry(person, into)
    assert (survivor["status"], survivor["finished_on"], survivor["progress"]["seen"]) == (
        "completed",
        "2015-05-05",
        12,
    )
    assert survivor["completed_at"] is not None


async def test_number_of_episodes_seen_becomes_plays_where_they_are_known(
    person: Person, admin: Person, connection: asyncpg.Connection, shows: tuple[UUID, UUID]
) -> None:
    into, merged = shows
    for number in (1, 2, 3):
        await stored_episode(connection, into, 1, number, air_date=AIRED)
    entry = await added(person, merged, status="watching")
    await person.http.put(f"{address(entry)}/progress", json={"seen": 2})

    await merge(admin, shows)

    progress = (await required_entry(person, into))["progress"]
    assert (progress["seen"], progress["next_episode"]["number"]) == (2, 3)
    assert [play["precision"] for play in await plays_of(person)] == ["unknown", "unknown"]


async def test_provider_is_asked_anew(
    person: Person, admin: Person, connection: asyncpg.Connection, shows: tuple[UUID, UUID]
) -> None:
    into, merged = shows
    await stored_episode(connection, merged, 1, 1)
    await connection.execute(
        "INSERT INTO episode_refreshes (title_id, state, airing, source, due_at)"
        " VALUES ($1, 'none', 'unknown', NULL, now() + interval '9 days'), ($2, 'current', 'ended', 'tvmaze', NULL)",
        into,
        merged,
    )

    await merge(admin, shows)

    row = await connection.fetchrow(
        "SELECT state, airing, source, due_at <= now() AS is_due FROM episode_refreshes WHERE title_id = $1", into
    )
    assert row is not None
    assert tuple(row) == ("current", "ended", "tvmaze", True)


async def test_entry_that_takes_dates_of_the_other_title_is_changed(
    person: Person, admin: Person, shows: tuple[UUID, UUID]
) -> None:
    into, merged = shows
    shown = await added(person, into, status="completed")
    await added(person, merged, started_on="2015")
    before = (await person.http.get(address(shown))).headers["ETag"]

    await merge(admin, shows)

    entry = await required_entry(person, into)
    assert (entry["id"], entry["started_on"]) == (shown["id"], "2015")
    stale = await person.http.patch(address(shown), json={"notes": "n"}, headers={"If-Match": before})
    problem(stale, 412, "precondition_failed")


async def test_completed_title_stays_all_seen_with_the_later_viewing_of_the_other(
    person: Person, admin: Person, connection: asyncpg.Connection, shows: tuple[UUID, UUID]
) -> None:
    into, merged = shows
    await stored_episode(connection, into, 1, 1, air_date=AIRED)
    await added(person, into, status="completed")
    again = await added(person, merged)
    await played(person, merged, episode={"season": 1, "number": 1})
    assert (await person.http.post(f"{address(again)}/rewatch", json={})).status_code == 200

    await merge(admin, shows)

    entry = await required_entry(person, into)
    assert (entry["status"], entry["viewing"]) == ("completed", 2)
    assert (entry["progress"]["state"], entry["progress"]["seen"]) == ("finished", 1)


async def test_plays_count_beside_a_later_viewing_of_the_other_that_has_none(
    person: Person, admin: Person, shows: tuple[UUID, UUID]
) -> None:
    into, merged = shows
    await played(person, into)
    again = await added(person, merged)
    play = await played(person, merged)
    assert (await person.http.post(f"{address(again)}/rewatch", json={})).status_code == 200
    assert (await person.http.delete(f"{API}/plays/{play['id']}")).status_code == 204

    await merge(admin, shows)

    entry = await required_entry(person, into)
    assert (entry["viewing"], entry["plays_count"]) == (2, 1)
