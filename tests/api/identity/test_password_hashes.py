"""Hashes made at another cost: made anew when their owner signs in, with nothing else changed."""

import asyncio
import threading
from collections.abc import AsyncIterator

import asyncpg
import bcrypt
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.services import running, service, with_auth
from watchkeeper.configs.settings import Settings


@pytest.fixture
async def costlier(settings: Settings, dsn: str, client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service that hashes at a higher cost than the one at which accounts of tests were made."""
    async with running(service(with_auth(settings, bcrypt_rounds=5), dsn)) as costlier:
        yield costlier


async def log_in(client: httpx.AsyncClient, person: Person, password: str = PASSWORD) -> httpx.Response:
    return await client.post("/api/v1/auth/login", json={"username": person.username, "password": password})


async def row_of(connection: asyncpg.Connection, person: Person) -> asyncpg.Record:
    return await connection.fetchrow("SELECT password_hash, updated_at FROM users WHERE id = $1", person.id)


async def test_signing_in_renews_a_hash_of_another_cost_and_changes_nothing_else(
    costlier: httpx.AsyncClient, client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    before = await row_of(connection, person)
    assert before["password_hash"].startswith("$2b$04$")
    assert (await log_in(costlier, person)).status_code == 200
    after = await row_of(connection, person)
    assert after["password_hash"].startswith("$2b$05$")
    assert after["updated_at"] == before["updated_at"]
    assert (await log_in(costlier, person)).status_code == 200
    assert (await row_of(connection, person))["password_hash"] == after["password_hash"]
    assert (await person.http.get("/api/v1/auth/me")).status_code == 200
    changes = "SELECT count(*) FROM audit_log WHERE action = 'password_changed' AND entity_id = $1"
    assert await connection.fetchval(changes, person.id) == 0
    assert (await log_in(client, person)).status_code == 200


async def test_refused_sign_in_renews_nothing(
    costlier: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    mistyped, disabled = await accounts.person(), await accounts.person()
    await connection.execute("UPDATE users SET is_active = false WHERE id = $1", disabled.id)
    assert (await log_in(costlier, mistyped, "the wrong one")).status_code == 401
    assert (await log_in(costlier, disabled)).status_code == 401
    for person in (mistyped, disabled):
        assert (await row_of(connection, person))["password_hash"].startswith("$2b$04$")


async def test_sign_ins_at_once_all_succeed_while_the_hash_is_renewed(
    costlier: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    answers = await asyncio.gather(*(log_in(costlier, person) for _ in range(8)))
    assert [answer.status_code for answer in answers] == [200] * 8
    assert (await row_of(connection, person))["password_hash"].startswith("$2b$05$")


async def test_others_are_answered_while_many_passwords_are_looked_at(
    client: httpx.AsyncClient, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the event loop nor a connection to the database waits with those who sign in."""
    person = await accounts.person()
    is_over = threading.Event()

    def look_long(password: bytes, hashed: bytes) -> bool:
        return is_over.wait(60) and bool(password and hashed)

    monkeypatch.setattr(bcrypt, "checkpw", look_long)
    sign_ins = [asyncio.create_task(log_in(client, person)) for _ in range(24)]
    try:
        async with asyncio.timeout(30):
            for address in ("/health", "/api/v1/genres", "/api/v1/titles"):
                assert (await client.get(address)).status_code == 200
            while (await client.get("/ready")).status_code != 200:
                pass  # on a busy machine one check of the database may take longer than it may
            assert (await person.http.get("/api/v1/watchlist")).status_code == 200
        assert not any(sign_in.done() for sign_in in sign_ins)
    finally:
        is_over.set()
        answers = await asyncio.gather(*sign_ins)
    assert {answer.status_code for answer in answers} == {200}
