"""One title for one work: what a provider confirms is the title of the catalogue that is it."""

import asyncio
from typing import Any

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.discovery import API, DIE_HARD, MOVIE, Json, looked_at, names, put_on_watchlist, read

TITLE = "A Good Day to Die Hard"
OWN = {"title": TITLE, "media_type": "movie", "release_date": "2013-02-06"}
TITLES = f"{API}/titles"
IMPORT = f"{TITLES}/import"
REQUESTED = {"source": "tmdb", "media_type": "movie", "external_id": str(DIE_HARD)}
COUNT = "SELECT count(*) FROM titles"


async def created(admin: Person, **changes: Any) -> Json:
    return read(await admin.http.post(TITLES, json=OWN | changes), 201)


@pytest.mark.parametrize(
    "named",
    [
        {},
        {"title": "a good day to DIE-HARD!"},
        {"title": "Good Day to Die Hard, A"},
        {"title": "Stirb langsam 5", "original_title": TITLE},
        {"title": "Stirb langsam 5", "alternative_titles": ["Die Hard 5", TITLE]},
        {"release_date": "2013-01-01", "release_date_precision": "year"},
        {"external_ids": {"tvdb": "5", "wikipedia": TITLE}},
        {"title": "Stirb langsam 5", "release_date": None, "external_ids": {"imdb": "tt1606378"}},
    ],
)
async def test_what_a_provider_confirms_is_the_title_that_is_there(
    person: Person, admin: Person, connection: asyncpg.Connection, named: Json
) -> None:
    own = await created(admin, overview="My words.", **named)

    title = await put_on_watchlist(person, "tmdb", "movie", DIE_HARD, "x")

    assert title["id"] == own["id"]
    assert title["external_ids"] == own["external_ids"] | {"tmdb": str(DIE_HARD), "imdb": "tt1606378"}
    assert (title["title"], title["overview"]) == (own["title"], "My words."), "what is there stays"
    assert (title["runtime_minutes"], title["release_date"], title["release_date_precision"]) == (
        98,
        "2013-02-06",
        "day",
    )
    assert names(title["genres"]) == {"Action", "Thriller"}
    assert await connection.fetchval(COUNT) == 1
    assert (await looked_at(person, MOVIE))["title_id"] == own["id"]


@pytest.mark.parametrize(
    "named",
    [
        {"title": "Die Hard"},
        {"release_date": "2014-02-06"},
        {"release_date": None},
        {"media_type": "show"},
        {"media_type": "anime"},
        {"external_ids": {"tmdb": "1"}},
        {"external_ids": {"imdb": "tt0000001"}},
        {"is_active": False},
    ],
)
async def test_what_is_not_the_same_stays_apart(person: Person, admin: Person, named: Json) -> None:
    own = await created(admin, **named)

    title = await put_on_watchlist(person, "tmdb", "movie", DIE_HARD, "x")

    assert title["id"] != own["id"]
    assert title["external_ids"]["tmdb"] == str(DIE_HARD)
    kept = await looked_at(admin, f"{TITLES}/{own['id']}")
    assert (kept["external_ids"], kept["updated_at"]) == (own["external_ids"], own["updated_at"])


async def test_two_candidates_are_none(person: Person, admin: Person) -> None:
    both = {(await created(admin))["id"], (await created(admin, title="Good Day To Die Hard"))["id"]}

    title = await put_on_watchlist(person, "tmdb", "movie", DIE_HARD, "x")

    assert title["id"] not in both


async def test_a_further_id_says_more_than_a_name(person: Person, admin: Person) -> None:
    await created(admin)
    own = await created(admin, title="Stirb langsam 5", external_ids={"imdb": "tt1606378"})

    assert (await put_on_watchlist(person, "tmdb", "movie", DIE_HARD, "x"))["id"] == own["id"]


async def test_import_updates_the_title_of_the_work(admin: Person, connection: asyncpg.Connection) -> None:
    own = await created(admin, overview="My words.")

    imported = read(await admin.http.post(IMPORT, json=REQUESTED), 200)

    assert imported["id"] == own["id"]
    assert imported["overview"].startswith("Iconoclastic")
    assert await connection.fetchval(COUNT) == 1


async def test_the_title_with_the_id_is_taken_before_one_with_the_name(person: Person, admin: Person) -> None:
    await created(admin)
    known = await created(admin, title="Die Hard 5", external_ids={"tmdb": str(DIE_HARD)})

    assert (await put_on_watchlist(person, "tmdb", "movie", DIE_HARD, "x"))["id"] == known["id"]


async def test_people_and_admins_at_once_make_one_title(
    accounts: Accounts, admin: Person, connection: asyncpg.Connection
) -> None:
    own = await created(admin)
    people = [await accounts.person() for _ in range(4)]
    adding = [one.http.post(f"{API}/watchlist", json={"media": REQUESTED | {"title": "x"}}) for one in people]

    answers = await asyncio.gather(*adding, *(admin.http.post(IMPORT, json=REQUESTED) for _ in range(3)))

    assert sorted(answer.status_code for answer in answers) == [200] * 3 + [201] * 4
    assert await connection.fetchval(COUNT) == 1
    shown = await looked_at(admin, f"{TITLES}/{own['id']}")
    assert shown["external_ids"] == {"tmdb": str(DIE_HARD), "imdb": "tt1606378"}


async def test_title_without_an_id_is_known_by_its_name_and_year(person: Person, admin: Person) -> None:
    title = await created(admin)
    entry = read(await person.http.post(f"{API}/watchlist", json={"title_id": title["id"]}), 201)

    shown = await looked_at(person, MOVIE)
    assert (shown["title_id"], shown["watch_status"]) == (title["id"], entry["status"])
    found = await looked_at(person, f"{API}/movies/search", query=TITLE)
    assert [one["title_id"] for one in found["results"] if one["id"] == DIE_HARD] in ([title["id"]], [])


@pytest.mark.parametrize(
    "differing",
    [
        {"title": "Die Hard"},
        {"release_date": "2012-02-06"},
        {"release_date": None},
        {"media_type": "show"},
        {"external_ids": {"tmdb": "5"}},
        {"is_active": False},
    ],
)
async def test_another_work_is_not_known_by_its_name(person: Person, admin: Person, differing: Json) -> None:
    await created(admin, **differing)
    assert (await looked_at(person, MOVIE))["title_id"] is None


async def test_two_titles_of_a_name_and_year_are_not_known_by_it(person: Person, admin: Person) -> None:
    await created(admin)
    await created(admin)
    assert (await looked_at(person, MOVIE))["title_id"] is None
