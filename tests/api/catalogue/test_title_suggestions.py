"""Suggestions while somebody types: the first titles of a search, small."""

from typing import Any

import asyncpg
import httpx
import pytest

from tests.support.accounts import Person
from tests.support.catalogue import created_genre, created_title, names, page, pointers, watched

SUGGEST = "/api/v1/titles/suggest"
MEMBERS = ["id", "media_type", "title", "year", "poster_url", "genres"]


async def suggested(http: httpx.AsyncClient, **query: Any) -> list[dict[str, Any]]:
    answer = await http.get(SUGGEST, params=query)
    assert answer.status_code == 200, answer.text
    document = answer.json()
    assert list(document) == ["items"]
    items: list[dict[str, Any]] = document["items"]
    return items


async def test_suggestion_has_few_members(client: httpx.AsyncClient, admin: Person) -> None:
    crime = await created_genre(admin, "Crime")
    poster = "https://image.tmdb.org/t/p/w500/heat.jpg"
    heat = await created_title(
        admin, "Heat", release_date="1995-12-15", poster_url=poster, genre_ids=[crime], overview="Two of a kind."
    )

    (suggestion,) = await suggested(client, q="hea")

    assert list(suggestion) == MEMBERS
    assert suggestion == {
        "id": heat["id"],
        "media_type": "movie",
        "title": "Heat",
        "year": 1995,
        "poster_url": poster,
        "genres": [{"id": crime, "name": "Crime"}],
    }


async def test_signed_in_reader_sees_own_data(
    client: httpx.AsyncClient, admin: Person, connection: asyncpg.Connection
) -> None:
    heat = await created_title(admin, "Heat")
    entry_id = await watched(connection, admin, heat)

    (suggestion,) = await suggested(admin.http, q="heat")

    assert suggestion["viewer"] == {
        "watch_entry_id": str(entry_id),
        "status": "watching",
        "rating": None,
        "review_id": None,
    }
    assert "viewer" not in (await suggested(client, q="heat"))[0]


async def test_suggestions_are_the_first_titles_of_the_search(client: httpx.AsyncClient, admin: Person) -> None:
    for number in range(12):
        await created_title(admin, f"Rocky {'I' * number}")
    await created_title(admin, "Rocky", media_type="show")
    await created_title(admin, "Rocky Hidden", is_active=False)

    for query in ({"q": "rocky"}, {"q": "rokcy"}, {"q": "rock", "media_type": "movie"}, {"q": "rocky ii"}):
        first = names(await page(client, **query, limit=10))
        assert [title["title"] for title in await suggested(client, **query)] == first
        assert [title["title"] for title in await suggested(client, **query, limit=3)] == first[:3]
    assert await suggested(client, q="blorptang") == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({}, "/query/q"),
        ({"q": ""}, "/query/q"),
        ({"q": "  "}, "/query/q"),
        ({"q": "x" * 101}, "/query/q"),
        ({"q": "heat", "limit": 0}, "/query/limit"),
        ({"q": "heat", "limit": 11}, "/query/limit"),
        ({"q": "heat", "media_type": "film"}, "/query/media_type"),
    ],
)
async def test_parameter_out_of_bounds_is_refused(
    client: httpx.AsyncClient, query: dict[str, Any], pointer: str
) -> None:
    assert pointers(await client.get(SUGGEST, params=query)) == [pointer]


async def test_suggestions_are_cached_until_the_catalogue_changes(client: httpx.AsyncClient, admin: Person) -> None:
    await created_title(admin, "Heat")
    first = await client.get(SUGGEST, params={"q": "heat"})
    assert first.headers["Cache-Control"] == "public, no-cache"
    known = {"If-None-Match": first.headers["ETag"]}
    assert (await client.get(SUGGEST, params={"q": "heat"}, headers=known)).status_code == 304

    await created_title(admin, "Heat 2")
    again = await client.get(SUGGEST, params={"q": "heat"}, headers=known)
    assert [title["title"] for title in again.json()["items"]] == ["Heat", "Heat 2"]
    private = await admin.http.get(SUGGEST, params={"q": "heat"})
    assert private.headers["Cache-Control"] == "private, no-cache"
    assert "RateLimit-Limit" in private.headers
