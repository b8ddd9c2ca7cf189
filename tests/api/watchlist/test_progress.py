"""How far somebody has come with a show, as its entry tells."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.plays import played, required_entry, stored_episode
from tests.support.watchlist import added, address, stored_title

TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)


@pytest.fixture
async def show(connection: asyncpg.Connection) -> UUID:
    """A show with a special, two episodes of long ago, one of last week and one of next week."""
    show = await stored_title(connection, "Blue Hours", media_type="show")
    await stored_episode(connection, show, 0, 1, air_date=date(2001, 1, 1))
    for number, day in ((1, date(2001, 1, 1)), (2, date(2001, 1, 8)), (3, TODAY - 7 * DAY), (4, TODAY + 7 * DAY)):
        await stored_episode(connection, show, 1, number, air_date=day)
    return show


async def progress_of(person: Person, show: UUID) -> dict[str, Any]:
    progress: dict[str, Any] = (await required_entry(person, show))["progress"]
    return progress


async def saw(person: Person, show: UUID, *numbers: int, season: int = 1) -> None:
    for number in numbers:
        await played(person, show, episode={"season": season, "number": number})


async def test_new_entry_has_everything_to_see(person: Person, show: UUID) -> None:
    await added(person, show, status="watching")

    progress = await progress_of(person, show)

    assert (progress["seen"], progress["aired"], progress["total"]) == (0, 3, 4)
    assert (progress["state"], progress["skipped"], progress["unseen_specials"]) == ("not_started", 0, 1)
    assert progress["last_episode"] is None
    assert (progress["next_episode"]["season"], progress["next_episode"]["number"]) == (1, 1)
    assert progress["next_episode"]["air_date"] == "2001-01-01"


async def test_next_is_what_follows_the_furthest_seen(person: Person, show: UUID) -> None:
    await saw(person, show, 2)

    progress = await progress_of(person, show)

    assert (progress["seen"], progress["state"], progress["skipped"]) == (1, "in_progress", 1)
    assert (progress["last_episode"]["number"], progress["next_episode"]["number"]) == (2, 3)


async def test_airing_show_with_all_seen_is_caught_up_and_not_completed(person: Person, show: UUID) -> None:
    await saw(person, show, 1, 2, 3)

    progress = await progress_of(person, show)

    assert (progress["state"], progress["next_episode"], progress["aired"]) == ("caught_up", None, 3)
    assert (await required_entry(person, show))["status"] == "watching"


async def test_what_had_aired_when_the_show_was_completed_counts_as_seen(
    person: Person, show: UUID, connection: asyncpg.Connection
) -> None:
    entry = await added(person, show, status="completed", finished_on=str(TODAY - 9 * DAY))

    progress = await progress_of(person, show)

    assert (progress["seen"], progress["state"]) == (2, "in_progress")
    assert progress["next_episode"]["number"] == 3
    await person.http.patch(address(entry), json={"finished_on": None})
    assert (await progress_of(person, show))["state"] == "finished"


async def test_episode_already_played_has_aired(person: Person, show: UUID) -> None:
    await saw(person, show, 4)

    progress = await progress_of(person, show)

    assert (progress["aired"], progress["next_episode"], progress["skipped"]) == (4, None, 3)


async def test_specials_count_only_where_they_are_wanted(person: Person, show: UUID) -> None:
    await saw(person, show, 1, 2, 3)
    entry = await required_entry(person, show)
    await saw(person, show, 1, season=0)
    assert (await progress_of(person, show))["seen"] == 3

    changed = await person.http.patch(address(entry), json={"include_specials": True})

    progress = changed.json()["progress"]
    assert (progress["seen"], progress["total"], progress["unseen_specials"]) == (4, 5, 0)


async def test_gone_episode_counts_where_it_has_become_another(
    person: Person, show: UUID, connection: asyncpg.Connection
) -> None:
    await saw(person, show, 2)
    await connection.execute(
        "UPDATE episodes SET state = 'gone', replaced_by_id = (SELECT id FROM episodes WHERE season = 1 AND number = 1)"
        " WHERE season = 1 AND number = 2"
    )

    progress = await progress_of(person, show)

    assert (progress["seen"], progress["total"], progress["aired"]) == (1, 3, 2)
    assert progress["next_episode"]["number"] == 3


async def test_rewatch_begins_with_nothing_seen_and_loses_no_play(person: Person, show: UUID) -> None:
    await saw(person, show, 1, 2, 3)
    entry = await required_entry(person, show)

    again = await person.http.post(f"{address(entry)}/rewatch")

    progress = again.json()["progress"]
    assert (progress["viewing"], progress["is_rewatch"], progress["seen"]) == (2, True, 0)
    assert progress["next_episode"]["number"] == 1
    assert again.json()["plays_count"] == 3


async def test_nothing_seen_keeps_the_entry_that_plays_made(person: Person, show: UUID) -> None:
    await saw(person, show, 1, 2)
    entry = await required_entry(person, show)

    answer = await person.http.put(f"/api/v1/watchlist/{entry['id']}/progress", json={"seen": 0})

    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["plays_count"]) == ("planned", 0)
    assert (await progress_of(person, show))["seen"] == 0


async def test_what_was_played_before_has_aired_in_a_rewatch_whatever_its_day(
    person: Person, show: UUID, connection: asyncpg.Connection
) -> None:
    await stored_episode(connection, show, 2, 1)
    await saw(person, show, 1, season=2)
    rewatched = await person.http.post(f"{address(await required_entry(person, show))}/rewatch", json={})
    assert rewatched.status_code == 200
    assert (await progress_of(person, show))["aired"] == 4

    await saw(person, show, 3)

    progress = await progress_of(person, show)
    assert (progress["next_episode"]["season"], progress["next_episode"]["number"]) == (2, 1)
    (up,) = (await person.http.get("/api/v1/next-up")).json()["items"]
    assert (up["episode"]["season"], up["episode"]["number"], up["reason"]) == (2, 1, "rewatch")
    (_, _, second) = (await person.http.get(f"/api/v1/titles/{show}/seasons")).json()["items"]
    assert (second["viewer"]["seen"], second["viewer"]["seen_count"]) == (False, 0)
    watched = await person.http.post(f"/api/v1/titles/{show}/watch", json={"all": True})
    assert (watched.json()["added"], watched.json()["skipped"]["unaired"]) == (3, 1)


async def test_rewatch_that_is_completed_with_plays_has_what_was_played_before_whatever_its_day(
    person: Person, show: UUID, connection: asyncpg.Connection
) -> None:
    await stored_episode(connection, show, 2, 1)
    await saw(person, show, 1, season=2)
    entry = address(await required_entry(person, show))
    assert (await person.http.post(f"{entry}/rewatch", json={})).status_code == 200

    completed = await person.http.patch(entry, json={"status": "completed", "log_play": True})

    assert (completed.status_code, completed.json()["viewing"]) == (200, 2)
    plays = (await person.http.get(f"{entry}/plays?viewing=2")).json()["items"]
    assert len(plays) == 4
    assert (2, 1) in {(play["episode"]["season"], play["episode"]["number"]) for play in plays}


async def test_gap_in_what_came_after_the_end_is_skipped(
    person: Person, show: UUID, connection: asyncpg.Connection
) -> None:
    await stored_episode(connection, show, 1, 5, air_date=TODAY - 2 * DAY)
    await added(person, show, status="completed", finished_on="2005")
    assert (await progress_of(person, show))["next_episode"]["number"] == 3

    await played(person, show, episode={"season": 1, "number": 5}, status="keep")

    progress = await progress_of(person, show)
    assert (progress["next_episode"], progress["skipped"], progress["state"]) == (None, 1, "finished")
    assert (await person.http.get("/api/v1/next-up")).json()["items"] == []
