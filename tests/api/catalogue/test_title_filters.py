"""Every filter of the catalogue, alone and together."""

from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.catalogue import (
    TITLES,
    created_genre,
    created_platform,
    created_title,
    page,
    pointers,
    rate,
    walked,
)
from tests.support.each import for_each
from tests.support.problems import problem_of
from tests.support.watchlist import added


@pytest.fixture
async def ids(admin: Person, connection: asyncpg.Connection) -> dict[str, str]:
    """Four titles; the ids of their genres and platforms by name."""
    ids = {name: await created_genre(admin, name) for name in ("drama", "crime", "unused")}
    ids |= {name: await created_platform(admin, name) for name in ("arte", "zdf")}
    drama, crime, arte, zdf = ([ids[name]] for name in ("drama", "crime", "arte", "zdf"))
    heat = await created_title(admin, "Heat", release_date="1995-12-15", genre_ids=drama + crime, platform_ids=arte)
    dark = await created_title(
        admin, "Dark", media_type="show", release_date="2017-12-01", genre_ids=drama, platform_ids=arte + zdf
    )
    akira = await created_title(admin, "Akira", media_type="anime", release_date="1988-01-01", genre_ids=crime)
    await created_title(admin, "Undated")
    await rate(connection, heat, 8, 8)
    await rate(connection, dark, 9, 8, 7, 8, 9)
    await rate(connection, akira, 10)
    return ids


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Akira", "Dark", "Heat", "Undated"]),
        ({"media_type": "movie"}, ["Heat", "Undated"]),
        ({"media_type": "anime"}, ["Akira"]),
        ({"genre_id": ["drama"]}, ["Dark", "Heat"]),
        ({"genre_id": ["drama", "crime"]}, ["Akira", "Dark", "Heat"]),
        ({"genre_id": ["unused"]}, []),
        ({"platform_id": ["zdf"]}, ["Dark"]),
        ({"platform_id": ["arte", "zdf"]}, ["Dark", "Heat"]),
        ({"genre_id": ["crime"], "platform_id": ["arte"]}, ["Heat"]),
        ({"year_from": 1995}, ["Dark", "Heat"]),
        ({"year_to": 1995}, ["Akira", "Heat"]),
        ({"year_from": 1988, "year_to": 1988}, ["Akira"]),
        ({"year_from": 0, "year_to": 9999}, ["Akira", "Dark", "Heat"]),
        ({"year_to": 0}, []),
        ({"min_rating": 1}, ["Akira", "Dark", "Heat"]),
        ({"q": "", "min_rating": 4}, ["Akira", "Dark", "Heat"]),
        ({"min_rating": 4}, ["Akira", "Dark", "Heat"]),
        ({"min_rating": 4.1}, ["Akira", "Dark"]),
        ({"min_rating": 4.11}, ["Akira"]),
        ({"min_rating": 5}, ["Akira"]),
        ({"q": "heat", "min_rating": 4}, ["Heat"]),
        ({"q": "heat", "min_rating": 4.1}, []),
        ({"q": "akira", "min_rating": 5}, ["Akira"]),
        ({"q": "dark", "min_rating": 4, "year_from": 2017, "year_to": 2018}, ["Dark"]),
        ({"q": "dark", "min_rating": 4, "year_from": 2010, "year_to": 2012}, []),
        ({"q": "d", "year_from": 2000}, ["Dark"]),
        ({"q": "a", "media_type": "show"}, []),
        ({"media_type": "movie", "genre_id": ["drama"], "platform_id": ["arte"], "min_rating": 4}, ["Heat"]),
    ],
)
async def test_titles_that_meet_all_filters_are_listed_and_counted(
    client: httpx.AsyncClient, ids: dict[str, str], query: dict[str, Any], expected: list[str]
) -> None:
    for name in ("genre_id", "platform_id"):
        if name in query:
            query = query | {name: [ids[each] for each in query[name]]}

    assert await walked(client, **query, sort="title", limit=1) == expected
    assert (await page(client, **query, with_total=True))["total"] == len(expected)
    for sort in ("-weighted_rating", "average_rating", "-average_rating", "ratings_count"):
        assert sorted(await walked(client, **query, sort=sort, limit=1)) == expected, sort


async def test_titles_are_read_by_their_ids(client: httpx.AsyncClient, admin: Person) -> None:
    heat, dark, akira = [await created_title(admin, name) for name in ("Heat", "Dark", "Akira")]
    hidden = await created_title(admin, "Hidden", is_active=False)
    sent = [title["id"] for title in (heat, akira, hidden)]

    assert await walked(client, ids=[*sent, str(uuid4())], sort="title", limit=1) == ["Akira", "Heat"]
    assert await walked(client, ids=sent, q="heat") == ["Heat"]
    assert await walked(client, ids=[dark["id"]], media_type="show") == []
    assert await walked(client, ids=[str(uuid4())]) == []
    assert (await page(client, ids=[akira["id"]] * 100, with_total=True))["total"] == 1
    assert await walked(admin.http, ids=[hidden["id"]]) == ["Hidden"]


async def test_titles_are_found_by_their_ids_elsewhere(client: httpx.AsyncClient, admin: Person) -> None:
    await created_title(admin, "The Matrix", external_ids={"tmdb": "603", "imdb": "tt0133093"})
    await created_title(admin, "Some Show", media_type="show", external_ids={"tmdb": "603"})
    await created_title(admin, "Akira", media_type="anime", external_ids={"anilist": "47", "wikipedia": "Akira_(film)"})
    await created_title(admin, "Hidden", is_active=False, external_ids={"tmdb": "604"})

    for query, expected in (
        ({"external_id": "tmdb:603"}, ["The Matrix", "Some Show"]),
        ({"external_id": "tmdb:603", "media_type": "movie"}, ["The Matrix"]),
        ({"external_id": "tmdb:603", "media_type": "show"}, ["Some Show"]),
        ({"external_id": ["imdb:TT0133093", "anilist:0047", "tmdb:999"]}, ["The Matrix", "Akira"]),
        ({"external_id": "IMDb: 133093"}, ["The Matrix"]),
        ({"external_id": "tmdb:https://www.themoviedb.org/movie/603-the-matrix"}, ["The Matrix", "Some Show"]),
        ({"external_id": "wikipedia:Akira_(film)"}, ["Akira"]),
        ({"external_id": "tmdb:604"}, []),
        ({"external_id": "tmdb:603", "q": "matrix"}, ["The Matrix"]),
    ):
        assert await walked(client, **query, sort="created_at", limit=1) == expected, query
        assert (await page(client, **query, with_total=True))["total"] == len(expected)


@pytest.mark.parametrize("malformed", ["603", "tmdb", "tmdb:", ":603", "tmdb:abc", "imdb:nm0000206", "tmdb:0"])
async def test_malformed_id_elsewhere_is_refused(client: httpx.AsyncClient, malformed: str) -> None:
    answer = await client.get(TITLES, params={"external_id": ["tmdb:603", malformed]})
    assert pointers(answer, "invalid_external_id") == ["/query/external_id/1"]


async def test_unknown_genre_has_no_titles(client: httpx.AsyncClient, ids: dict[str, str]) -> None:
    assert await walked(client, genre_id=str(uuid4())) == []


@for_each(
    ("query", "pointer"),
    [
        ({"media_type": "film"}, "/query/media_type"),
        ({"genre_id": "7"}, "/query/genre_id/0"),
        ({"ids": "7"}, "/query/ids/0"),
        ({"ids": [str(uuid4())] * 101}, "/query/ids"),
        ({"external_id": ["tmdb:1"] * 101}, "/query/external_id"),
        ({"genre_id": [str(uuid4())] * 51}, "/query/genre_id"),
        ({"platform_id": [str(uuid4()), "x"]}, "/query/platform_id/1"),
        ({"year_from": "x"}, "/query/year_from"),
        ({"year_from": -1}, "/query/year_from"),
        ({"year_to": 10_000}, "/query/year_to"),
        ({"year_to": 2**70}, "/query/year_to"),
        ({"year_to": "9" * 5000}, "/query/year_to"),
        ({"min_rating": "nan"}, "/query/min_rating"),
        ({"min_rating": "1e400"}, "/query/min_rating"),
        ({"min_rating": -0.5}, "/query/min_rating"),
        ({"min_rating": 5.01}, "/query/min_rating"),
        ({"is_active": "perhaps"}, "/query/is_active"),
        ({"sort": "popularity"}, "/query/sort"),
        ({"q": "x" * 201}, "/query/q"),
        ({"q": "a\x00b"}, "/query/q"),
        ({"limit": 0}, "/query/limit"),
        ({"limit": 101}, "/query/limit"),
    ],
)
async def test_parameter_out_of_bounds_is_refused_with_its_place(
    client: httpx.AsyncClient, query: dict[str, Any], pointer: str
) -> None:
    assert pointers(await client.get(TITLES, params=query)) == [pointer]


async def test_unknown_sort_names_the_known_ones(client: httpx.AsyncClient) -> None:
    (error,) = (await client.get(TITLES, params={"sort": "popularity"})).json()["errors"]

    assert "-weighted_rating" in error["detail"]


async def test_reversed_years_are_refused(client: httpx.AsyncClient) -> None:
    answer = await client.get(TITLES, params={"year_from": 2001, "year_to": 2000})

    assert pointers(answer, "years_reversed") == ["/query/year_from"]


@pytest.mark.parametrize("sort", ["relevance", "-relevance"])
async def test_relevance_without_query_is_refused(client: httpx.AsyncClient, sort: str) -> None:
    assert pointers(await client.get(TITLES, params={"sort": sort}), "relevance_needs_query") == ["/query/sort"]


@pytest.mark.parametrize("cursor", ["", "x", "AAAA", "%00", "é", "A" * 4001])
async def test_garbage_for_a_cursor_is_refused(client: httpx.AsyncClient, cursor: str) -> None:
    answer = await client.get(TITLES, params={"cursor": cursor})

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/query/cursor"]


async def test_cursor_of_another_order_is_refused(client: httpx.AsyncClient, ids: dict[str, str]) -> None:
    cursor = (await page(client, sort="title", limit=1))["next_cursor"]

    for sort in ("-title", "created_at", "average_rating", "ratings_count"):
        answer = await client.get(TITLES, params={"sort": sort, "cursor": cursor})
        assert pointers(answer, "invalid_cursor") == ["/query/cursor"]


async def test_what_one_completed_or_dropped_is_left_out(
    ids: dict[str, str], admin: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person("viewer")
    by_title = {one["title"]: one["id"] for one in (await page(person.http))["items"]}
    for title, status in (("Heat", "completed"), ("Dark", "dropped"), ("Akira", "watching")):
        await added(person, by_title[title], status=status)
    query = {"without_status": ["completed", "dropped"], "with_total": "true"}

    left = await page(person.http, **query)
    by_rating = await page(person.http, **query, sort="-average_rating")
    facets = (await person.http.get(f"{TITLES}/facets", params={"without_status": ["completed", "dropped"]})).json()
    found = await page(person.http, q="heat", without_status=["completed"])
    others = await page(admin.http, **query)
    anonymous = await person.http.get(TITLES, params=query, headers={"Authorization": ""})

    assert {one["title"] for one in left["items"]} == {"Akira", "Undated"}
    assert left["total"] == 2
    assert by_rating["items"][0]["title"] == "Akira"
    assert (facets["by_media_type"]["anime"], facets["by_media_type"]["show"]) == (1, 0)
    assert found["items"] == []
    assert others["total"] == 4
    assert anonymous.status_code == 401


@for_each("address", ("titles", "titles/suggest", "titles/facets", "genres", "platforms", "watchlist", "lists", "tags"))
async def test_query_of_blanks_alone_is_refused(person: Person, address: str) -> None:
    for blank in (" ", "\u3000", "\u00a0\u2028"):
        refused = problem_of(await person.http.get(f"/api/v1/{address}", params={"q": blank}), 422, "validation_failed")
        assert [(one["pointer"], one["code"]) for one in refused["errors"]] in (
            [("/query/q", "invisible_text")],
            [("/query/q", "string_too_short")],
        )
