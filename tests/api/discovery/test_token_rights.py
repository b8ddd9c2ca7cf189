"""Whose token of TMDb may act on an account: the service's has the rights of its operator, not of anybody else."""

from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from tests.support.accounts import Person
from tests.support.discovery import ACCOUNT, API, DIE_HARD, MOVIE, SERVICE_TOKEN, SHOW, read, settings_towards
from tests.support.problems import problem_of
from tests.support.standin import Standin, token_digest
from watchkeeper.configs.settings import Settings
from watchkeeper.models.types.discovery.discovery import ServerTokenUse

OWN = {"X-TMDB-Token": "token-of-7"}
FAVORITES, SHARE, SHARED = f"{API}/favorites", f"{API}/favorites/share", f"{API}/favorites/shared/Friday nights"
READING = [
    f"{FAVORITES}?account_id=548",
    f"{API}/movies/discover?account_id=548",
    f"{API}/movies/search?query=007&account_id=548",
    f"{MOVIE}?account_id=548",
    f"{API}/shows/discover?account_id=548",
    f"{API}/shows/search?query=breaking&account_id=548",
    f"{SHOW}?account_id=548",
]
WRITING: list[tuple[str, dict[str, Any]]] = [
    (FAVORITES, {"account_id": 548, "movie_id": DIE_HARD}),
    (FAVORITES, {"account_id": 548, "movie_id": DIE_HARD, "favorite": False}),
    (SHARE, {"account_id": 548, "list_name": "Friday nights"}),
]


@pytest.fixture
def settings(standin: Standin) -> Settings:
    return settings_towards(standin, for_favorites=ServerTokenUse.ADMINS)


@pytest.fixture(autouse=True)
async def no_shares(connection: asyncpg.Connection, application: FastAPI) -> None:
    await connection.execute("DELETE FROM shared_favorites")


async def shared(connection: asyncpg.Connection, account: int) -> None:
    await connection.execute(
        "INSERT INTO shared_favorites (account_id, list_name, name_key, created_at, updated_at)"
        " VALUES ($1, 'Friday nights', 'friday nights', now(), now())",
        account,
    )


def digests(standin: Standin) -> set[str | None]:
    return {call["token_digest"] for call in standin.calls()}


@pytest.mark.parametrize("address", READING)
async def test_reading_of_an_account_needs_an_own_token(person: Person, standin: Standin, address: str) -> None:
    problem_of(await person.http.get(address), 403, "tmdb_token_required")
    assert standin.calls() == []

    read(await person.http.get(address.replace("548", "7"), headers=OWN))
    assert digests(standin) == {token_digest("token-of-7")}


@pytest.mark.parametrize(("address", "body"), WRITING)
async def test_writing_needs_an_own_token(
    person: Person, standin: Standin, connection: asyncpg.Connection, address: str, body: dict[str, Any]
) -> None:
    problem_of(await person.http.post(address, json=body), 403, "tmdb_token_required")
    assert standin.calls() == []
    assert await connection.fetchval("SELECT count(*) FROM shared_favorites") == 0

    answer = await person.http.post(address, json=body | {"account_id": 7}, headers=OWN)
    assert answer.status_code in (200, 201)
    assert digests(standin) == {token_digest("token-of-7")}


async def test_discovery_without_an_account_needs_no_own_token(person: Person) -> None:
    read(await person.http.get(MOVIE))


@pytest.mark.parametrize("address", READING)
async def test_admin_reads_with_the_token_of_the_service(admin: Person, standin: Standin, address: str) -> None:
    read(await admin.http.get(address))
    assert digests(standin) == {token_digest(SERVICE_TOKEN)}


@pytest.mark.parametrize(("address", "body"), WRITING)
async def test_admin_writes_with_the_token_of_the_service(admin: Person, address: str, body: dict[str, Any]) -> None:
    assert (await admin.http.post(address, json=body)).status_code in (200, 201)


async def test_list_of_another_account_is_not_renamed(
    person: Person, admin: Person, connection: asyncpg.Connection
) -> None:
    await shared(connection, 548)
    body = {"account_id": 548, "list_name": "Taken over"}

    problem_of(await person.http.post(SHARE, json=body), 403, "tmdb_token_required")
    problem_of(await person.http.post(SHARE, json=body, headers=OWN), 403, "account_not_yours")
    problem_of(await admin.http.post(SHARE, json=body | {"account_id": 7}), 403, "account_not_yours")
    assert await connection.fetchval("SELECT list_name FROM shared_favorites") == "Friday nights"


class TestEveryone:
    @pytest.fixture
    def settings(self, standin: Standin) -> Settings:
        return settings_towards(standin, for_favorites=ServerTokenUse.EVERYONE)

    @pytest.mark.parametrize("address", READING)
    async def test_reading(self, person: Person, address: str) -> None:
        read(await person.http.get(address))

    @pytest.mark.parametrize(("address", "body"), WRITING)
    async def test_writing(self, person: Person, address: str, body: dict[str, Any]) -> None:
        assert (await person.http.post(address, json=body)).status_code in (200, 201)


@pytest.mark.parametrize("headers", [{}, OWN])
async def test_shared_list_of_the_service_s_account_is_for_anybody(
    client: httpx.AsyncClient, connection: asyncpg.Connection, standin: Standin, headers: dict[str, str]
) -> None:
    standin.keeps_accounts_private()
    await shared(connection, ACCOUNT)

    answer = await client.get(SHARED, headers=headers)

    assert (answer.status_code, answer.json()["account_id"]) == (200, ACCOUNT)
    assert digests(standin) == {token_digest(SERVICE_TOKEN)}


async def test_shared_list_of_another_account_is_read_with_an_own_token(
    client: httpx.AsyncClient, person: Person, admin: Person, connection: asyncpg.Connection, standin: Standin
) -> None:
    standin.keeps_accounts_private()
    await shared(connection, 7)

    for reader in (client, person.http, admin.http):
        problem_of(await reader.get(SHARED), 404, "list_not_public")
        problem_of(await reader.get(SHARED, headers={"X-TMDB-Token": "token-of-8"}), 401, "tmdb_token_rejected")
        assert (await reader.get(SHARED, headers=OWN)).json()["account_id"] == 7


async def test_shared_list_shows_the_watch_status_of_the_reader_alone(
    client: httpx.AsyncClient, person: Person, connection: asyncpg.Connection
) -> None:
    await shared(connection, ACCOUNT)
    movie_id = (await client.get(SHARED)).json()["results"][0]["id"]
    media = {"source": "tmdb", "external_id": str(movie_id), "media_type": "movie", "title": "Seen"}
    read(await person.http.post(f"{API}/watchlist", json={"media": media}), 201)

    own = (await person.http.get(SHARED)).json()["results"][0]
    others = (await client.get(SHARED)).json()["results"][0]

    assert own["watch_status"] == "planned"
    assert others.get("watch_status") is None
    assert own["title_id"]


class TestWithoutServerToken:
    @pytest.fixture
    def settings(self, standin: Standin) -> Settings:
        return settings_towards(standin, token=None, for_favorites=ServerTokenUse.ADMINS)

    async def test_own_token_is_needed(self, person: Person, admin: Person) -> None:
        problem_of(await person.http.get(READING[0]), 403, "tmdb_token_required")
        problem_of(await admin.http.get(READING[0]), 503, "provider_not_configured")
        read(await person.http.get(f"{FAVORITES}?account_id=7", headers=OWN))

    async def test_shared_list_is_not_public(
        self, client: httpx.AsyncClient, person: Person, connection: asyncpg.Connection
    ) -> None:
        await shared(connection, 7)
        problem_of(await client.get(SHARED), 404, "list_not_public")
        read(await person.http.get(SHARED, headers=OWN))
        read(await client.get(SHARED, headers=OWN))


class TestServerTokenThatTmdbRejects:
    @pytest.fixture
    def settings(self, standin: Standin) -> Settings:
        return settings_towards(standin, token="withdrawn", for_favorites=ServerTokenUse.ADMINS)

    async def test_shared_list_is_read_with_an_own_token(
        self, client: httpx.AsyncClient, connection: asyncpg.Connection
    ) -> None:
        await shared(connection, 7)
        problem_of(await client.get(SHARED), 404, "list_not_public")
        read(await client.get(SHARED, headers=OWN))
