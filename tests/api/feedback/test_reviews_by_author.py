"""Reviews by a person, which everybody reads who could read them one by one."""

from typing import Any

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.feedback import REVIEWS, review, watched_title
from tests.support.watchlist import WATCHLIST


async def _by(reader: httpx.AsyncClient, author: str, **query: Any) -> list[str]:
    response = await reader.get(REVIEWS, params={"author": author, **query})
    assert response.status_code == 200, response.text
    return [one["id"] for one in response.json()["items"]]


@pytest.fixture
async def author(accounts: Accounts) -> Person:
    return await accounts.person("ada")


async def test_reviews_by_a_person_are_for_everybody(
    author: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    ids = [(await review(author, await watched_title(connection, author)))["id"] for _ in range(2)]
    await review(other := await accounts.person(), await watched_title(connection, other))
    async with accounts.client() as nobody:
        assert sorted(await _by(nobody, "ADA")) == sorted(ids)
        assert await _by(nobody, "ada", sort="created_at", limit=1) == ids[:1]
        assert await _by(nobody, "nobody-has-this-name") == []
    assert sorted(await _by(other.http, "ada")) == sorted(ids)


async def test_reviews_of_ones_own_need_a_token(accounts: Accounts) -> None:
    async with accounts.client() as nobody:
        response = await nobody.get(REVIEWS)
    assert (response.status_code, response.json()["code"]) == (401, "authentication_required")
    assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_reviews_of_hidden_titles_are_the_authors_alone(
    author: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    media = {"source": "invented", "external_id": "7", "media_type": "movie", "title": "Our holidays"}
    entry = (await author.http.post(WATCHLIST, json={"media": media, "status": "completed"})).json()
    own = (await review(author, entry["title"]["id"]))["id"]
    inactive = await watched_title(connection, author)
    hidden = (await review(author, inactive))["id"]
    await connection.execute("UPDATE titles SET is_active = false WHERE id = $1", inactive)
    superseded = (await review(author, await watched_title(connection, author)))["id"]
    await connection.execute("UPDATE reviews SET is_superseded = true WHERE id = $1", superseded)
    async with accounts.client() as nobody:
        assert await _by(nobody, "ada") == []
    assert await _by((await accounts.person()).http, "ada") == []
    assert sorted(await _by(author.http, "ada")) == sorted([own, hidden, superseded])
