"""A title may have several ids of one source: the first is shown and changed, the others find it too."""

from typing import Any

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.watchlist import MATRIX, WATCHLIST, problem

TITLES = "/api/v1/titles"
ADD = """
INSERT INTO title_external_ids (source, media_type, external_id, title_id, is_alias) VALUES ($1, $2, $3, $4, true)
"""
ALIASES = [
    {"source": "imdb", "media_type": "movie", "external_id": "tt0000002"},
    {"source": "tmdb", "media_type": "movie", "external_id": "603"},
    {"source": "tmdb", "media_type": "show", "external_id": "77"},
]


@pytest.fixture
async def title(admin: Person, connection: asyncpg.Connection) -> dict[str, Any]:
    """A movie with a first id at TMDb and three aliases."""
    sent = {"title": "The Matrix", "media_type": "movie", "external_ids": {"tmdb": "1"}}
    created = (await admin.http.post(TITLES, json=sent)).json()
    for alias in ALIASES:
        await connection.execute(ADD, *alias.values(), created["id"])
    return dict(created)


async def test_title_shows_its_first_ids_and_apart_the_others(client: httpx.AsyncClient, title: dict[str, Any]) -> None:
    shown = (await client.get(f"{TITLES}/{title['id']}")).json()

    assert shown["external_ids"] == {"tmdb": "1"}
    assert shown["external_id_aliases"] == ALIASES
    assert title["external_id_aliases"] == []


async def test_an_alias_finds_the_title(accounts: Accounts, title: dict[str, Any]) -> None:
    for media_type, external_id in (("movie", "603"), ("show", "77")):
        media = MATRIX | {"media_type": media_type, "external_id": external_id}
        entry = (await (await accounts.person()).http.post(WATCHLIST, json={"media": media})).json()
        assert entry["title"]["id"] == title["id"]
    other = MATRIX | {"media_type": "movie", "external_id": "77"}
    entry = (await (await accounts.person()).http.post(WATCHLIST, json={"media": other})).json()
    assert entry["title"]["id"] != title["id"]


async def test_a_change_replaces_the_first_ids_alone(admin: Person, title: dict[str, Any]) -> None:
    changed = await admin.http.patch(f"{TITLES}/{title['id']}", json={"external_ids": {"tmdb": "2", "tvdb": "3"}})

    assert changed.json()["external_ids"] == {"tmdb": "2", "tvdb": "3"}
    assert changed.json()["external_id_aliases"] == ALIASES


async def test_an_alias_may_become_the_first_id(admin: Person, title: dict[str, Any]) -> None:
    changed = await admin.http.patch(f"{TITLES}/{title['id']}", json={"external_ids": {"tmdb": "603"}})

    assert changed.json()["external_ids"] == {"tmdb": "603"}
    assert changed.json()["external_id_aliases"] == [ALIASES[0], ALIASES[2]]


async def test_an_alias_of_another_title_is_taken(admin: Person, title: dict[str, Any]) -> None:
    body = {"title": "Other", "media_type": "movie", "external_ids": {"tmdb": "603"}}
    problem(await admin.http.post(TITLES, json=body), 409, "external_id_taken")
