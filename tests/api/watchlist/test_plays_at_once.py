"""Plays are logged by two statements that lock nothing between them: what comes between is not lost."""

import asyncio
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.counting import counted_statements
from tests.support.plays import PLAYS, played, plays_of, required_entry, stored_episode
from tests.support.watchlist import WATCHLIST, added, address, stored_title


@pytest.fixture
async def show(connection: asyncpg.Connection) -> UUID:
    show = await stored_title(connection, "Twin Peaks", media_type="show")
    await connection.execute("INSERT INTO episode_refreshes (title_id, airing) VALUES ($1, 'ended')", show)
    for number in range(1, 9):
        await stored_episode(connection, show, 1, number, air_date=date(1990, 4, number))
    return show


async def test_play_takes_two_statements(person: Person, connection: asyncpg.Connection, show: UUID) -> None:
    movie = await stored_title(connection)
    await person.http.get(WATCHLIST)
    first, second, unknown = ({"season": 1, "number": number} for number in (1, 2, 99))
    calls = ((movie, None), (movie, None), (show, first), (show, first), (show, second), (show, unknown))
    taken = []
    for key, (title_id, episode) in enumerate(calls):
        body = {"title_id": str(title_id), "episode": episode, "source": "trakt", "source_key": str(key)}
        with counted_statements() as statements:
            answer = await person.http.post(PLAYS, json=body)
        assert answer.status_code == 201, answer.text
        taken.append(len(statements))
    assert taken == [2, 2, 2, 2, 3, 3]  # whether anything is left of a show that is over takes one more


async def test_plays_at_once_are_all_counted(person: Person, connection: asyncpg.Connection, show: UUID) -> None:
    movie = await stored_title(connection)
    entry = await added(person, await stored_title(connection, "Solaris"))
    bodies = [
        *({"title_id": str(movie), "watched_on": f"20{year:02}"} for year in range(8)),
        *({"title_id": str(movie), "status": "keep"} for _ in range(4)),
        *({"title_id": str(show), "episode": {"season": 1, "number": number}} for number in range(1, 9)),
        *({"title_id": entry["title"]["id"], "tags": ["Train"]} for _ in range(4)),
        *({"title_id": entry["title"]["id"]} for _ in range(4)),
    ]

    answers = await asyncio.gather(*(person.http.post(PLAYS, json=body) for body in bodies))

    assert {answer.status_code for answer in answers} == {201}
    counted = {movie: 12, show: 8, UUID(entry["title"]["id"]): 8}
    for title_id, number in counted.items():
        found = await required_entry(person, title_id)
        assert (found["plays_count"], found["status"]) == (number, "completed")


async def test_one_key_makes_one_play(person: Person, connection: asyncpg.Connection, show: UUID) -> None:
    titles = [await stored_title(connection, name) for name in ("Heat", "Solaris")]
    bodies = [{"title_id": str(title), "source": "trakt", "source_key": "1"} for title in titles] * 8

    answers = await asyncio.gather(*(person.http.post(PLAYS, json=body) for body in bodies))

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201] + [409] * 8
    assert len(await plays_of(person)) == 1


async def test_entry_that_changes_between_keeps_both(person: Person, show: UUID) -> None:
    entry = await added(person, show, status="dropped")
    changes = [person.http.patch(address(entry), json={"notes": f"{n}", "status": "watching"}) for n in range(8)]
    plays = [played(person, show, episode={"season": 1, "number": number}) for number in range(1, 8)]

    await asyncio.gather(*changes, *plays)

    found = await required_entry(person, show)
    assert (found["plays_count"], found["status"], found["progress"]["seen"]) == (7, "watching", 7)
    last = await played(person, show, episode={"season": 1, "number": 8}, watched_on="2020")
    assert (await required_entry(person, show))["finished_on"] == last["watched_on"]
