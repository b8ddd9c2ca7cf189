"""The service through a real PgBouncer in transaction mode, with fewer connections behind it than it asks for."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Integer, bindparam, text
from typer.testing import CliRunner

from tests.support.accounts import PASSWORD
from tests.support.databases import SECRET, created_database, execute
from tests.support.pgbouncer import pgbouncer
from tests.support.services import running
from tests.support.watchlist import stored_title
from watchkeeper.commands.main import app
from watchkeeper.configs.application import create_application
from watchkeeper.configs.container import Container
from watchkeeper.configs.database_settings import DatabaseSettings
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.postgres.statement import Statement

PEOPLE = 12
SLEEP = Statement(text("SELECT pg_sleep(60)"))
TIMEOUTS = """
ALTER ROLE CURRENT_USER IN DATABASE {0} SET statement_timeout = '2s';
ALTER ROLE CURRENT_USER IN DATABASE {0} SET lock_timeout = '100ms';
"""
ADD = Statement(text("INSERT INTO loaded_datasets VALUES ('pooled', now())"))
OWN_LOCK = Statement(text("SELECT pg_advisory_xact_lock(:key)").bindparams(bindparam("key", type_=Integer())))


@pytest.fixture(scope="module")
def direct(server_dsn: str) -> Iterator[str]:
    with created_database(server_dsn, "pooled") as dsn:
        yield dsn


@pytest.fixture(scope="module")
def pooled(direct: str) -> Iterator[str]:
    with pgbouncer(direct) as dsn:
        yield dsn


@pytest.fixture
def application(settings: Settings, pooled: str) -> FastAPI:
    through_pooler = settings.model_copy(update={"database": DatabaseSettings(pooler="transaction")})
    return create_application(through_pooler, secret=SECRET, dsn=pooled)


@pytest.fixture
async def http(application: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with running(application) as client:
        yield client


@pytest.fixture
def container(application: FastAPI, http: httpx.AsyncClient) -> Container:
    container: Container = application.state.container
    return container


@pytest.fixture
async def beside(direct: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection past the pooler."""
    connection = await asyncpg.connect(direct)
    try:
        yield connection
    finally:
        await connection.close()


async def signed_in(http: httpx.AsyncClient, name: str) -> dict[str, str]:
    account = {"username": name, "email": f"{name}@example.com", "password": PASSWORD}
    registered = await http.post("/api/v1/auth/register", json=account)
    assert registered.status_code == 201, registered.text
    answer = await http.post("/api/v1/auth/login", json={"username": name, "password": PASSWORD})
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def one_evening(http: httpx.AsyncClient, name: str, titles: list[UUID]) -> Any:
    """Sign up, watch and rate every title, and return what the ratings then are."""
    headers = await signed_in(http, name)
    for title_id in titles:
        entry = {"title_id": str(title_id), "status": "completed"}
        assert (await http.post("/api/v1/watchlist", json=entry, headers=headers)).status_code == 201
        rating = {"title_id": str(title_id), "score": 4}
        assert (await http.post("/api/v1/ratings", json=rating, headers=headers)).status_code == 201
    return (await http.get("/api/v1/ratings?limit=100", headers=headers)).json()["items"]


async def test_many_people_at_once_are_served(http: httpx.AsyncClient, beside: asyncpg.Connection) -> None:
    titles = [await stored_title(beside, name) for name in ("Heat", "Ronin", "Thief")]
    evenings = await asyncio.gather(*(one_evening(http, f"guest-{number}", titles) for number in range(PEOPLE)))
    assert [len(evening) for evening in evenings] == [len(titles)] * PEOPLE
    for title_id in titles:
        figures = (await http.get(f"/api/v1/titles/{title_id}")).json()["rating"]
        assert (figures["count"], figures["average"]) == (PEOPLE, 4.0)


async def test_health_is_asked_through_the_pooler_too(http: httpx.AsyncClient) -> None:
    assert (await http.get("/ready")).status_code == 200
    detailed = (await http.get("/api/v1/health/detailed")).json()
    assert detailed["status"] == "ok", detailed


async def test_account_that_is_disabled_elsewhere_is_out_at_once(
    http: httpx.AsyncClient, beside: asyncpg.Connection
) -> None:
    headers = await signed_in(http, "leaver")
    assert (await http.get("/api/v1/auth/me", headers=headers)).status_code == 200
    await beside.execute("UPDATE users SET is_active = false WHERE username = 'leaver'")
    assert (await http.get("/api/v1/auth/me", headers=headers)).status_code == 401


async def test_change_feed_claims_nothing_that_it_can_not_hear(container: Container) -> None:
    assert container.changes().is_live is False


async def test_transaction_that_fails_leaves_nothing(container: Container, beside: asyncpg.Connection) -> None:
    database = container.database()
    with pytest.raises(ZeroDivisionError):
        async with database.transaction():
            await database.execute(ADD)
            raise ZeroDivisionError
    assert await beside.fetchval("SELECT count(*) FROM loaded_datasets WHERE name = 'pooled'") == 0


async def test_transaction_keeps_its_locks_to_its_end(container: Container, beside: asyncpg.Connection) -> None:
    database = container.database()
    async with database.transaction():
        await database.fetch_value(OWN_LOCK, key=548)
        await database.execute(ADD)
        assert await beside.fetchval("SELECT pg_try_advisory_lock(548)") is False
    assert await beside.fetchval("SELECT pg_try_advisory_lock(548)") is True
    assert await beside.fetchval("DELETE FROM loaded_datasets WHERE name = 'pooled' RETURNING name") == "pooled"


async def test_post_sent_twice_under_a_key_at_once_has_one_effect(
    http: httpx.AsyncClient, beside: asyncpg.Connection
) -> None:
    headers = {**await signed_in(http, "repeater"), "Idempotency-Key": "one-and-the-same"}
    entry = {"title_id": str(await stored_title(beside)), "status": "planned"}
    answers = await asyncio.gather(*(http.post("/api/v1/watchlist", json=entry, headers=headers) for _ in range(4)))
    assert 201 in {answer.status_code for answer in answers}
    listed = await http.get("/api/v1/watchlist", headers={"Authorization": headers["Authorization"]})
    assert len(listed.json()["items"]) == 1


async def test_sessions_are_in_utc_and_have_the_name_of_the_service(container: Container) -> None:
    row = await container.database().fetch_one(
        Statement(text("SELECT current_setting('TimeZone') AS zone, current_setting('application_name') AS name"))
    )
    assert row is not None
    assert (row["zone"], row["name"]) == ("UTC", "watchkeeper")


@pytest.fixture
def impatient(server_dsn: str) -> Iterator[str]:
    """The DSN, past the pooler, of a database in which statements and locks have little time."""
    with created_database(server_dsn, "impatient") as dsn:
        asyncio.run(execute(dsn, TIMEOUTS.format(urlsplit(dsn).path[1:])))
        yield dsn


@pytest.fixture
def pooled_impatient(impatient: str) -> Iterator[str]:
    with pgbouncer(impatient) as dsn:
        yield dsn


async def test_time_outs_of_the_account_count(settings: Settings, impatient: str, pooled_impatient: str) -> None:
    through_pooler = settings.model_copy(update={"database": DatabaseSettings(pooler="transaction")})
    application = create_application(through_pooler, secret=SECRET, dsn=pooled_impatient)
    async with running(application):
        database = application.state.container.database()
        with pytest.raises(DatabaseUnavailableError) as too_slow:
            await database.fetch(SLEEP)
        holder = await asyncpg.connect(impatient)
        await holder.execute("SELECT pg_advisory_lock(7)")
        with pytest.raises(DatabaseUnavailableError) as locked_out:
            await database.fetch_value(OWN_LOCK, key=7)
        await holder.close()
    assert isinstance(too_slow.value.__cause__, asyncpg.QueryCanceledError)
    assert isinstance(locked_out.value.__cause__, asyncpg.LockNotAvailableError)


@pytest.mark.parametrize("command", [("migrate", "up"), ("migrate", "check"), ("backup", "file"), ("restore", "file")])
def test_command_that_needs_a_session_of_its_own_says_so(
    pooled: str, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    if command[0] == "restore":
        (tmp_path / "file").write_bytes(b"PGDMP")
    answer = CliRunner().invoke(app, command, env={"DATABASE_URL": pooled, "DATABASE__POOLER": "transaction"})
    assert (answer.exit_code, "DATABASE__POOLER" in answer.stderr) == (1, True)
    assert not (tmp_path / "file").exists() or command[0] == "restore"
