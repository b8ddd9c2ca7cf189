"""Plays of episodes: how they are named, and how they move a show."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.plays import PLAYS, played, plays_of, required_entry, stored_episode
from tests.support.watchlist import added, address, problem, stored_title


@pytest.fixture
async def show(connection: asyncpg.Connection, person: Person) -> UUID:
    return await stored_title(connection, "One Piece", media_type="anime")


async def test_episode_that_nobody_knows_keeps_its_season_and_number(person: Person, show: UUID) -> None:
    play = await played(person, show, episode={"season": 2, "number": 7})

    assert play["episode"] == {
        "id": None,
        "season": 2,
        "number": 7,
        "absolute_number": None,
        "kind": "regular",
        "title": None,
        "state": None,
    }
    entry = await required_entry(person, show)
    assert (entry["status"], entry["plays_count"], entry["finished_on"]) == ("watching", 1, None)
    assert entry["progress"] == {
        "viewing": 1,
        "is_rewatch": False,
        "seen": 1,
        "stated": None,
        "aired": None,
        "total": None,
        "state": "unknown",
        "next_episode": None,
        "last_episode": None,
        "skipped": None,
        "unseen_specials": None,
    }


async def test_episode_is_found_by_each_of_its_names(
    person: Person, show: UUID, connection: asyncpg.Connection
) -> None:
    episode_id = await stored_episode(
        connection, show, 5, 1, absolute_number=131, external_ids={"tvdb": "303956"}, air_date=date(2002, 12, 1)
    )

    by_id = await person.http.post(PLAYS, json={"episode_id": str(episode_id)})

    assert by_id.status_code == 201, by_id.text
    assert by_id.json()["title"]["id"] == str(show)
    assert by_id.json()["episode"] == {
        "id": str(episode_id),
        "season": 5,
        "number": 1,
        "absolute_number": 131,
        "kind": "regular",
        "title": "Episode 1",
        "state": "current",
    }
    for named in (
        {"season": 5, "number": 1},
        {"season": 5, "number": 131},
        {"absolute_number": 131},
        {"source": "tvdb", "external_id": 303956},
    ):
        assert (await played(person, show, episode=named))["episode"]["id"] == str(episode_id)
    entry = await required_entry(person, show)
    assert (entry["plays_count"], entry["progress"]["seen"]) == (5, 1)
    answer = await person.http.post(f"{address(entry)}/plays", json={"episode_id": str(episode_id)})
    assert answer.status_code == 201, answer.text


async def test_episode_that_can_not_be_found_is_refused(
    person: Person, show: UUID, connection: asyncpg.Connection
) -> None:
    other = await stored_episode(connection, await stored_title(connection, "Lost", media_type="show"), 1, 1)
    hidden = await stored_title(connection, "Hidden", media_type="show", is_active=False)

    for named in ({"absolute_number": 9}, {"source": "tvdb", "external_id": "9"}):
        answer = await person.http.post(PLAYS, json={"title_id": str(show), "episode": named})
        problem(answer, 404, "episode_not_found")
    for episode_id in (uuid4(), await stored_episode(connection, hidden, 1, 1)):
        problem(await person.http.post(PLAYS, json={"episode_id": str(episode_id)}), 404, "episode_not_found")
    entry = await added(person, show)
    answer = await person.http.post(f"{address(entry)}/plays", json={"episode_id": str(other)})
    problem(answer, 404, "episode_not_found")


async def test_two_candidates_are_none(person: Person, show: UUID, connection: asyncpg.Connection) -> None:
    both = [await stored_episode(connection, show, 1, number, external_ids={"tmdb": "7"}) for number in (1, 2)]

    answer = await person.http.post(
        PLAYS, json={"title_id": str(show), "episode": {"source": "tmdb", "external_id": "7"}}
    )

    document = problem(answer, 422, "episode_ambiguous")
    assert {one["id"] for one in document["candidates"]} == set(map(str, both))


@pytest.mark.parametrize(
    "episode",
    [
        {},
        {"season": 1},
        {"number": 1},
        {"season": 1, "number": 1, "absolute_number": 1},
        {"source": "tvdb"},
        {"season": -1, "number": 1},
        {"season": "1", "number": 1},
    ],
)
async def test_half_a_name_is_refused(person: Person, show: UUID, episode: dict[str, object]) -> None:
    answer = await person.http.post(PLAYS, json={"title_id": str(show), "episode": episode})

    problem(answer, 422, "validation_failed")


async def test_show_that_has_ended_is_completed_by_its_last_episode(
    person: Person, show: UUID, connection: asyncpg.Connection
) -> None:
    await connection.execute("INSERT INTO episode_refreshes (title_id, airing) VALUES ($1, 'ended')", show)
    for number in (1, 2):
        await stored_episode(connection, show, 1, number, air_date=date(2020, 1, number))
    await stored_episode(connection, show, 0, 1)

    await played(person, show, episode={"season": 1, "number": 1})
    assert (await required_entry(person, show))["status"] == "watching"
    last = await played(person, show, episode={"season": 1, "number": 2}, watched_on="2021-05-01")
    entry = await required_entry(person, show)
    assert (entry["status"], entry["finished_on"]) == ("completed", "2021-05-01")

    await person.http.delete(f"{PLAYS}/{last['id']}")
    entry = await required_entry(person, show)
    assert (entry["status"], entry["completed_at"], entry["finished_on"]) == ("watching", None, None)


async def test_completed_show_comes_back_with_what_airs_later(
    person: Person, show: UUID, connection: asyncpg.Connection
) -> None:
    await stored_episode(connection, show, 1, 1, air_date=date(2020, 1, 1))
    await stored_episode(connection, show, 2, 1, airs_at=datetime.now(UTC) + timedelta(minutes=1))
    await added(person, show, status="completed")

    await played(person, show, episode={"season": 1, "number": 1})
    assert (await required_entry(person, show))["status"] == "completed"
    new = await played(person, show, episode={"season": 2, "number": 1})
    assert (await required_entry(person, show))["status"] == "watching"
    await person.http.delete(f"{PLAYS}/{new['id']}")
    assert (await required_entry(person, show))["status"] == "completed"


async def test_play_is_moved_to_another_episode(person: Person, show: UUID, connection: asyncpg.Connection) -> None:
    first, second = [await stored_episode(connection, show, 1, number) for number in (1, 2)]
    play = await played(person, show, episode={"season": 1, "number": 1})
    other = await stored_episode(connection, await stored_title(connection, "Lost", media_type="show"), 1, 1)
    path = f"{PLAYS}/{play['id']}"

    assert play["episode"]["id"] == str(first)
    moved = await person.http.patch(path, json={"episode_id": str(second)})
    assert moved.json()["episode"]["number"] == 2
    problem(await person.http.patch(path, json={"episode_id": str(other)}), 404, "episode_not_found")
    assert len(await plays_of(person, episode_id=second)) == 1
    assert await plays_of(person, episode_id=first) == []


async def test_movie_has_no_episodes(person: Person, connection: asyncpg.Connection) -> None:
    movie = await stored_title(connection)
    entry = await added(person, movie)
    new = {"source": "tmdb", "external_id": "603", "media_type": "movie", "title": "The Matrix"}
    for episode in ({"season": 1, "number": 1}, {"absolute_number": 4}, {"source": "tvdb", "external_id": "7"}):
        named = {"title_id": str(movie), "episode": episode}
        problem(await person.http.post(PLAYS, json=named), 422, "movie_has_no_episodes")
        of_entry = await person.http.post(f"{address(entry)}/plays", json={"episode": episode})
        problem(of_entry, 422, "movie_has_no_episodes")
        problem(await person.http.post(PLAYS, json={"media": new, "episode": episode}), 422, "movie_has_no_episodes")
        items = [{"action": "create", **named}, {"action": "create", "media": new, "episode": episode}]
        bulk = (await person.http.post(f"{PLAYS}/bulk", json={"items": items})).json()
        assert [(one["status"], one["error"]["code"]) for one in bulk["items"]] == [(422, "movie_has_no_episodes")] * 2
    progress = await person.http.put(f"{address(entry)}/progress", json={"seen": 1})
    problem(progress, 422, "movie_has_no_episodes")
    assert await plays_of(person) == []
    assert (await required_entry(person, movie))["updated_at"] == entry["updated_at"]
