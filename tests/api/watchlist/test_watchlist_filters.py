"""The list narrowed by what titles and ratings are, in orders with unknown values, and its counts."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.watchlist import WATCHLIST, added, address, listed, pointers, problem, stored_genre, stored_title

COUNTS = f"{WATCHLIST}/counts"
TITLES: dict[str, dict[str, Any]] = {
    "Heat": {"release_date": date(1995, 12, 15), "runtime_minutes": 170, "status": "completed", "score": 4.5},
    "Alien": {"release_date": date(1979, 5, 25), "runtime_minutes": 117, "status": "completed", "score": 5},
    "Monster": {"media_type": "anime", "release_date": date(2004, 4, 7), "runtime_minutes": 24, "status": "watching"},
    "Nobody knows": {"status": "planned"},
    "The Wire": {"media_type": "show", "release_date": date(2002, 6, 2), "status": "completed", "score": 4.5},
}


@pytest.fixture
async def crime(connection: asyncpg.Connection) -> UUID:
    return await stored_genre(connection, "Crime")


@pytest.fixture
async def entries(person: Person, connection: asyncpg.Connection, crime: UUID) -> dict[str, dict[str, Any]]:
    """Five entries by title, added and completed in this order; Heat and The Wire are of the genre Crime."""
    entries = {}
    for title, facts in TITLES.items():
        known = {name: facts[name] for name in facts.keys() - {"status", "score"}}
        genre_id = crime if title in ("Heat", "The Wire") else None
        entry = await added(
            person, await stored_title(connection, title, genre_id=genre_id, **known), status=facts["status"]
        )
        if score := facts.get("score"):
            rated = await person.http.post("/api/v1/ratings", json={"title_id": entry["title"]["id"], "score": score})
            assert rated.status_code == 201, rated.text
        entries[title] = entry
    return entries


@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"year_from": 1995}, {"Heat", "Monster", "The Wire"}),
        ({"year_to": 1995}, {"Heat", "Alien"}),
        ({"year_from": 1995, "year_to": 2002}, {"Heat", "The Wire"}),
        ({"year_from": 0, "year_to": 9999}, {"Heat", "Alien", "Monster", "The Wire"}),
        ({"runtime_to": 117}, {"Alien", "Monster"}),
        ({"runtime_to": 23}, set()),
        ({"rating_from": 4.5}, {"Heat", "Alien", "The Wire"}),
        ({"rating_to": 4.5}, {"Heat", "The Wire"}),
        ({"rating_from": 5, "rating_to": 5}, {"Alien"}),
        ({"rating_from": 4.5, "media_type": "show"}, {"The Wire"}),
        ({"runtime_to": 200, "status": ["completed", "planned"], "q": "he"}, {"Heat"}),
    ],
)
async def test_list_is_narrowed(person: Person, query: dict[str, Any], found: set[str]) -> None:
    assert set(await listed(person, **query)) == found
    assert set(await listed(person, **query, sort="title", limit=1)) == found
    total = await person.http.get(WATCHLIST, params=query | {"with_total": True})
    assert total.json()["total"] == len(found)


async def test_several_genres_and_titles_can_be_asked_for(
    person: Person, connection: asyncpg.Connection, entries: dict[str, dict[str, Any]], crime: UUID
) -> None:
    drama = await stored_genre(connection, "Drama")
    title_ids = {title: entry["title"]["id"] for title, entry in entries.items()}
    for title in ("Heat", "Monster"):
        await connection.execute("INSERT INTO title_genres VALUES ($1, $2)", UUID(title_ids[title]), drama)

    assert await listed(person, genre_id=[crime, drama], sort="title", limit=2) == ["Heat", "Monster", "The Wire"]
    assert await listed(person, title_id=[title_ids["Alien"], title_ids["Heat"], uuid4()], sort="title") == [
        "Alien",
        "Heat",
    ]
    assert await listed(person, title_id=uuid4()) == []


async def test_ids_at_other_services_can_be_asked_for(person: Person, connection: asyncpg.Connection) -> None:
    for media_type, title, ids in (
        ("movie", "The Matrix", {"tmdb": "603", "imdb": "tt0133093"}),
        ("show", "Ally McBeal", {"tmdb": "603", "tvdb": "71"}),
        ("movie", "Own", {"shelf": "a:b"}),
    ):
        await added(person, await stored_title(connection, title, media_type=media_type, external_ids=ids))

    for external_id in ("imdb:tt0133093", "imdb:TT133093", ["tvmaze:1", "imdb:0133093"]):
        assert await listed(person, external_id=external_id) == ["The Matrix"]
    assert await listed(person, external_id="tmdb:0603", sort="title") == ["Ally McBeal", "The Matrix"]
    assert await listed(person, external_id="tmdb:603", media_type="show") == ["Ally McBeal"]
    assert await listed(person, external_id=["tvdb:71", "shelf:a:b"], limit=1) == ["Own", "Ally McBeal"]
    assert await listed(person, external_id="tmdb:604") == []
    assert (await person.http.get(COUNTS, params={"external_id": "tmdb:603"})).json()["total"] == 2
    for wrong in ("imdb:603x", "tmdb:0", "603", "tmdb", ":603"):
        answer = await person.http.get(WATCHLIST, params={"external_id": ["tmdb:603", wrong]})
        errors = problem(answer, 422, "invalid_external_id")["errors"]
        assert [error["pointer"] for error in errors] == ["/query/external_id/1"]
    assert pointers(await person.http.get(COUNTS, params={"external_id": ""})) == ["/query/external_id/0"]


async def test_title_of_ones_own_is_found_by_its_id(person: Person, accounts: Accounts) -> None:
    media = {"source": "shelf", "external_id": "7", "media_type": "movie"}
    for one, title in ((person, "Mine"), (await accounts.person(), "Theirs")):
        answer = await one.http.post(WATCHLIST, json={"media": media | {"title": title}})
        assert answer.status_code == 201, answer.text

    assert await listed(person, external_id="shelf:7") == ["Mine"]


@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize("limit", [1, 2, 5])
@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        ("completed_at", ["Heat", "Alien", "The Wire", "Monster", "Nobody knows"]),
        ("-completed_at", ["The Wire", "Alien", "Heat", "Nobody knows", "Monster"]),
        ("runtime_minutes", ["Monster", "Alien", "Heat", "Nobody knows", "The Wire"]),
        ("-runtime_minutes", ["Heat", "Alien", "Monster", "The Wire", "Nobody knows"]),
        ("rating", ["Heat", "The Wire", "Alien", "Monster", "Nobody knows"]),
        ("-rating", ["Alien", "The Wire", "Heat", "Nobody knows", "Monster"]),
    ],
)
async def test_unknown_values_are_last_both_ways_over_pages(
    person: Person, sort: str, titles: list[str], limit: int
) -> None:
    assert await listed(person, sort=sort, limit=limit) == titles
    assert await listed(person, sort=sort, limit=limit, year_from=1900) == [
        title for title in titles if title != "Nobody knows"
    ]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"year_from": 2001, "year_to": 2000}, "years_reversed"),
        ({"rating_from": 4, "rating_to": 3.5}, "ratings_reversed"),
    ],
)
async def test_reversed_ranges_are_rejected(person: Person, query: dict[str, Any], code: str) -> None:
    for path in (WATCHLIST, COUNTS):
        problem(await person.http.get(path, params=query), 422, code)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"rating_from": 0.5}, "/query/rating_from"),
        ({"rating_to": 3.3}, "/query/rating_to"),
        ({"runtime_to": 0}, "/query/runtime_to"),
        ({"year_from": "x"}, "/query/year_from"),
        ({"title_id": "x"}, "/query/title_id/0"),
    ],
)
async def test_values_that_can_not_be_are_rejected(person: Person, query: dict[str, Any], pointer: str) -> None:
    for path in (WATCHLIST, COUNTS):
        assert pointers(await person.http.get(path, params=query)) == [pointer]


async def test_counts_tell_every_status_and_media_type(
    person: Person, accounts: Accounts, entries: dict[str, dict[str, Any]], crime: UUID
) -> None:
    await added(await accounts.person(), UUID(entries["Heat"]["title"]["id"]))

    counts = await person.http.get(COUNTS)

    assert counts.status_code == 200
    assert counts.headers["Cache-Control"] == "private, no-cache"
    assert counts.json() == {
        "total": 5,
        "by_status": {"planned": 1, "watching": 1, "completed": 3, "on_hold": 0, "dropped": 0},
        "by_media_type": {"movie": 3, "show": 1, "anime": 1},
        "by_genre": [{"id": str(crime), "name": "Crime", "count": 2}],
    }
    tag = counts.headers["ETag"]
    assert (await person.http.get(COUNTS, headers={"If-None-Match": tag})).status_code == 304
    await person.http.patch(address(entries["Heat"]), json={"status": "dropped"})
    assert (await person.http.get(COUNTS, headers={"If-None-Match": tag})).json()["by_status"]["dropped"] == 1


@pytest.mark.usefixtures("entries")
async def test_counts_are_those_of_the_list_with_the_same_filters(person: Person, crime: UUID) -> None:
    queries: list[dict[str, Any]] = [
        {"genre_id": str(crime)},
        {"year_to": 2003},
        {"rating_from": 4.5},
        {"media_type": "movie"},
        {"q": "he"},
    ]
    for query in queries:
        counts = (await person.http.get(COUNTS, params=query)).json()
        assert counts["total"] == len(await listed(person, **query))
        assert counts["total"] == sum(counts["by_status"].values()) == sum(counts["by_media_type"].values())
    assert (await person.http.get(COUNTS, params={"genre_id": str(uuid4())})).json()["by_genre"] == []
    problem(await person.http.get(COUNTS, params={"status": "planned"}), 422, "validation_failed")


async def test_counts_of_an_empty_watchlist_are_zeros(person: Person) -> None:
    counts = (await person.http.get(COUNTS)).json()
    assert (counts["total"], counts["by_genre"]) == (0, [])
    assert set(counts["by_status"].values()) == set(counts["by_media_type"].values()) == {0}
