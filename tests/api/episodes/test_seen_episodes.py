"""What somebody who is signed in has seen of seasons and episodes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.episodes import stored_episode, stored_season
from tests.support.plays import played
from tests.support.watchlist import added, address, stored_title

TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)
NOT_SEEN = {"seen": False, "plays_count": 0, "last_watched_on": None, "precision": "unknown"}


@pytest.fixture
async def show(connection: asyncpg.Connection) -> UUID:
    return await stored_title(connection, "Blue Hours", media_type="show")


@pytest.fixture
async def season(connection: asyncpg.Connection, show: UUID) -> UUID:
    return await stored_season(connection, show)


@pytest.fixture
async def episodes(connection: asyncpg.Connection, season: UUID) -> list[UUID]:
    """Store two episodes that have aired and one that has not."""
    days = (-30, -20, 10)
    return [
        await stored_episode(connection, season, number, air_date=TODAY + days[number - 1] * DAY)
        for number in (1, 2, 3)
    ]


async def viewer(http: httpx.AsyncClient, what: str, one: UUID) -> dict[str, Any]:
    answer = await http.get(f"/api/v1/{what}/{one}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()["viewer"]
    return told


async def test_episode_tells_how_often_and_when_it_was_watched(
    person: Person, show: UUID, season: UUID, episodes: list[UUID]
) -> None:
    for watched_on in ("2026-01-02", "2026-02", None):
        await played(person, show, episode={"season": 1, "number": 1}, watched_on=watched_on)

    seen = {"seen": True, "plays_count": 3, "last_watched_on": "2026-02", "precision": "month"}
    assert await viewer(person.http, "episodes", episodes[0]) == seen
    assert await viewer(person.http, "episodes", episodes[1]) == NOT_SEEN
    listed = (await person.http.get(f"/api/v1/titles/{show}/episodes")).json()["items"]
    assert [one["viewer"] for one in listed] == [seen, NOT_SEEN, NOT_SEEN]
    told = await viewer(person.http, "seasons", season)
    assert told == seen | {"seen": False, "seen_count": 1}


async def test_season_is_seen_when_nothing_that_has_aired_is_left(
    person: Person, show: UUID, season: UUID, episodes: list[UUID]
) -> None:
    for number in (1, 2):
        await played(person, show, episode={"season": 1, "number": number}, watched_on="2026-01-02")

    (listed,) = (await person.http.get(f"/api/v1/titles/{show}/seasons")).json()["items"]
    assert listed["viewer"] == {
        "seen": True,
        "seen_count": 2,
        "plays_count": 2,
        "last_watched_on": "2026-01-02",
        "precision": "day",
    }


async def test_rewatch_begins_with_nothing_seen_and_keeps_the_plays(
    person: Person, show: UUID, season: UUID, episodes: list[UUID]
) -> None:
    await played(person, show, episode={"season": 1, "number": 1}, watched_on="2026-01-02")
    (entry,) = (await person.http.get("/api/v1/watchlist")).json()["items"]
    assert (await person.http.post(f"{address(entry)}/rewatch")).status_code == 200

    told = await viewer(person.http, "episodes", episodes[0])
    assert (told["seen"], told["plays_count"]) == (False, 1)
    assert (await viewer(person.http, "seasons", season))["seen_count"] == 0


async def test_what_had_aired_when_a_show_was_completed_counts_as_seen(
    person: Person, show: UUID, season: UUID, episodes: list[UUID]
) -> None:
    await added(person, show, status="completed", finished_on=str(TODAY - 25 * DAY))

    assert [(await viewer(person.http, "episodes", one))["seen"] for one in episodes] == [True, False, False]
    assert (await viewer(person.http, "seasons", season))["seen_count"] == 1


async def test_play_of_a_gone_episode_counts_for_what_it_has_become(
    person: Person, show: UUID, season: UUID, episodes: list[UUID], connection: asyncpg.Connection
) -> None:
    gone = await stored_episode(connection, season, 9, air_date=TODAY - 9 * DAY)
    await played(person, show, episode={"season": 1, "number": 9}, watched_on="2026-01-02")
    await connection.execute("UPDATE episodes SET state = 'gone', replaced_by_id = $1 WHERE id = $2", episodes[1], gone)

    assert (await viewer(person.http, "episodes", episodes[1]))["plays_count"] == 1
    assert (await viewer(person.http, "episodes", episodes[1]))["seen"]
    assert (await viewer(person.http, "seasons", season))["seen_count"] == 1


async def test_only_the_caller_counts_and_who_is_not_signed_in_sees_no_viewer(
    client: httpx.AsyncClient, accounts: Accounts, person: Person, show: UUID, episodes: list[UUID]
) -> None:
    other = await accounts.person()
    await played(other, show, episode={"season": 1, "number": 1})

    assert await viewer(person.http, "episodes", episodes[0]) == NOT_SEEN
    read = await client.get(f"/api/v1/episodes/{episodes[0]}")
    assert "viewer" not in read.json()
    assert "public" in read.headers["Cache-Control"]
    for what in ("seasons", "episodes"):
        (first, *_) = (await client.get(f"/api/v1/titles/{show}/{what}")).json()["items"]
        assert "viewer" not in first
