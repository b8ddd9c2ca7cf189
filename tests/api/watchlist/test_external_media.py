"""The media form of a new entry: titles that are named by their id at another service, which nobody confirms."""

import asyncio
from typing import Any

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.watchlist import MATRIX, WATCHLIST, listed, problem, stored_title


async def media_added(person: Person, **changes: Any) -> httpx.Response:
    return await person.http.post(WATCHLIST, json={"media": {**MATRIX, **changes}})


async def counted(connection: asyncpg.Connection) -> tuple[int, int, int, int]:
    """Return how many titles, figures, ids of personal titles and entries there are."""
    tables = ("titles", "title_figures", "personal_title_ids", "watch_entries")
    one, two, three, four = [await connection.fetchval(f"SELECT count(*) FROM {table}") for table in tables]
    return one, two, three, four


async def test_title_that_is_not_there_is_entered(person: Person, connection: asyncpg.Connection) -> None:
    answer = await media_added(person, title="  Ame\u0301lie ", poster_url="https://image.example/a.jpg")

    title = answer.json()["title"]
    assert answer.status_code == 201
    assert {**title, "id": ""} == {
        "id": "",
        "media_type": "movie",
        "title": "Amélie",
        "release_date": None,
        "release_date_precision": "day",
        "runtime_minutes": None,
        "poster_url": "https://image.example/a.jpg",
        "genres": [],
        "external_ids": {"tmdb": "603"},
        "average_rating": None,
        "ratings_count": 0,
    }
    row = await connection.fetchrow("SELECT * FROM titles")
    assert str(row["id"]) == title["id"]
    assert (row["title_sort"], row["title_key"], row["is_active"]) == ("amelie", "amelie", True)
    assert await counted(connection) == (1, 1, 1, 1)
    assert await listed(person, q="AMEL") == ["Amélie"]


async def test_title_of_the_catalogue_with_the_external_id_is_taken(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection, "Heat", half_steps=(9,))
    await connection.execute("INSERT INTO title_external_ids VALUES ('tmdb', 'movie', '949', $1)", title_id)

    entry = (await media_added(person, external_id=949)).json()

    assert (entry["title"]["id"], entry["title"]["average_rating"]) == (str(title_id), 4.5)


async def test_integer_and_text_are_the_same_external_id(person: Person, connection: asyncpg.Connection) -> None:
    assert (await media_added(person, external_id=603)).status_code == 201

    problem(await media_added(person, external_id="603"), 409, "already_in_watchlist")
    assert await connection.fetchval("SELECT external_id FROM personal_title_ids") == "603"


@pytest.mark.parametrize("other", [{"source": "anilist"}, {"media_type": "show"}, {"external_id": "604"}])
async def test_other_source_media_type_or_id_is_another_title(
    person: Person, connection: asyncpg.Connection, other: dict[str, str]
) -> None:
    answers = [await media_added(person), await media_added(person, **other)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert await counted(connection) == (2, 2, 2, 2)


async def test_media_added_twice_is_in_conflict_and_leaves_nothing(
    person: Person, connection: asyncpg.Connection
) -> None:
    await media_added(person)

    problem(await media_added(person), 409, "already_in_watchlist")
    assert await counted(connection) == (1, 1, 1, 1)


async def test_inactive_title_is_not_found_by_external_id(person: Person, connection: asyncpg.Connection) -> None:
    await media_added(person)
    await connection.execute("DELETE FROM watch_entries; UPDATE titles SET is_active = false")

    problem(await media_added(person), 404, "title_not_found")
    assert await counted(connection) == (1, 1, 1, 0)


async def test_longest_members_are_kept(person: Person, connection: asyncpg.Connection) -> None:
    longest = {
        "source": "a" * 32,
        "external_id": "漢" * 200,
        "title": "字" * 500,
        "poster_url": "https://image.example/" + "a" * 1978,
    }

    answer = await media_added(person, **longest)

    assert answer.status_code == 201
    assert answer.json()["title"]["title"] == longest["title"]
    assert await connection.fetchval("SELECT external_id FROM personal_title_ids") == longest["external_id"]
    assert await listed(person, sort="title", limit=1) == [longest["title"]]


async def test_thirty_at_once_of_one_person_make_one_entry(person: Person, connection: asyncpg.Connection) -> None:
    answers = await asyncio.gather(*(media_added(person) for _ in range(30)))

    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 29]
    assert await counted(connection) == (1, 1, 1, 1)


async def test_thirty_at_once_of_one_catalogue_title_make_one_entry(
    person: Person, connection: asyncpg.Connection
) -> None:
    body = {"title_id": str(await stored_title(connection))}

    answers = await asyncio.gather(*(person.http.post(WATCHLIST, json=body) for _ in range(30)))

    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 29]
    assert await counted(connection) == (1, 1, 0, 1)


async def test_many_people_adding_the_same_at_once_have_a_title_each(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    people = [await accounts.person() for _ in range(12)]
    answers = await asyncio.gather(*(media_added(person, title=f"As {person.username} calls it") for person in people))

    assert [answer.status_code for answer in answers] == [201] * 12
    titles = {answer.json()["title"]["title"] for answer in answers}
    assert titles == {f"As {person.username} calls it" for person in people}
    assert await counted(connection) == (12, 12, 12, 12)
