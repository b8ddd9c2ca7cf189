"""The pool: what it raises when PostgreSQL is away, overloaded or out of time, and how it comes back."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import httpx
import pytest
from alembic import command
from sqlalchemy import Integer, bindparam, text

from tests.support.databases import SECRET
from tests.support.embedded_postgres import kill_server
from tests.support.problems import problem_of
from watchkeeper.configs.application import create_application
from watchkeeper.configs.database_settings import DatabaseSettings
from watchkeeper.configs.migrations import alembic_config
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.embedded_postgres import EmbeddedPostgres
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.statement import Statement

NOW = Statement(text("SELECT 1"))
SLEEP = Statement(text("SELECT pg_sleep(20)"))
SESSION = Statement(text("SELECT pg_backend_pid()"))
TAKE = Statement(text("SELECT pg_advisory_lock(:key)").bindparams(bindparam("key", type_=Integer())))
NUMBERS = Statement(text("SELECT n, n * 2 AS double FROM generate_series(1, 3) AS n"))


@pytest.fixture
def closed_dsn() -> str:
    """The DSN of a port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return f"postgresql://app@127.0.0.1:{port}/nothing"


@pytest.fixture
async def silent_dsn() -> AsyncIterator[str]:
    """The DSN of a server that takes connections and never says a word."""

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(hold, "127.0.0.1")
    yield f"postgresql://app@127.0.0.1:{server.sockets[0].getsockname()[1]}/nothing"
    server.close()


async def test_rows_come_by_name_and_by_position(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn))
    rows = await database.fetch(NUMBERS)
    first = await database.fetch_one(NUMBERS)
    value = await database.fetch_value(NUMBERS)
    await database.close()
    assert [(row["n"], row["double"]) for row in rows] == [(1, 2), (2, 4), (3, 6)]
    assert first is not None
    assert (first["n"], value) == (1, 1)


async def test_database_that_refuses_connections_is_unavailable(closed_dsn: str) -> None:
    database = Database(DatabaseOptions(closed_dsn))
    with pytest.raises(DatabaseUnavailableError):
        await database.fetch_value(NOW)
    await database.close()


async def test_database_that_does_not_exist_is_unavailable(dsn: str) -> None:
    database = Database(DatabaseOptions(urlunsplit(urlsplit(dsn)._replace(path="/no_such_database"))))
    with pytest.raises(DatabaseUnavailableError) as raised:
        await database.fetch_value(NOW)
    await database.close()
    assert isinstance(raised.value.__cause__, asyncpg.InvalidCatalogNameError)


async def test_server_that_says_nothing_is_unavailable(silent_dsn: str) -> None:
    database = Database(DatabaseOptions(silent_dsn, connect_seconds=0.2))
    with pytest.raises(DatabaseUnavailableError):
        await database.fetch_value(NOW)
    await database.close()


async def test_pool_that_stays_empty_is_unavailable(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1, pool_wait_seconds=0.1))
    async with database.connection():
        with pytest.raises(DatabaseUnavailableError):
            await database.fetch_value(NOW)
    assert await database.fetch_value(NOW) == 1
    await database.close()


async def test_statement_that_takes_too_long_is_unavailable_and_the_pool_goes_on(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1, statement_seconds=0.1))
    with pytest.raises(DatabaseUnavailableError):
        await database.fetch_value(SLEEP)
    assert await database.fetch_value(NOW) == 1
    await database.close()


async def test_lock_that_is_not_had_in_time_is_unavailable(dsn: str, connection: asyncpg.Connection) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1, lock_seconds=0.1))
    await connection.execute("SELECT pg_advisory_lock(77)")
    with pytest.raises(DatabaseUnavailableError):
        await database.fetch_value(TAKE, key=77)
    await connection.execute("SELECT pg_advisory_unlock(77)")
    assert await database.fetch_value(NOW) == 1
    await database.close()


async def test_connection_that_died_in_the_pool_is_replaced(dsn: str, connection: asyncpg.Connection) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1))
    session = await database.fetch_value(SESSION)
    await connection.execute("SELECT pg_terminate_backend($1)", session)
    await asyncio.sleep(0.05)
    assert await database.fetch_value(SESSION) != session
    await database.close()


async def test_server_that_has_become_a_standby_is_unavailable_and_left(dsn: str) -> None:
    """After a failover the pool may hold sessions of a server that only reads any more."""
    database = Database(DatabaseOptions(dsn, pool_size=1))
    await database.fetch_value(Statement(text("SET default_transaction_read_only = on")))
    with pytest.raises(DatabaseUnavailableError):
        await database.execute(Statement(text("DELETE FROM genres WHERE false")))
    assert await database.execute(Statement(text("DELETE FROM genres WHERE false"))) == 0
    await database.close()


async def test_fault_of_ours_is_not_taken_for_an_outage(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1))
    with pytest.raises(asyncpg.DataError):
        await database.fetch_value(TAKE, key="not a number")
    with pytest.raises(asyncpg.UndefinedTableError):
        await database.fetch_value(Statement(text("SELECT * FROM no_such_table")))
    assert await database.fetch_value(NOW) == 1
    await database.close()


@pytest.mark.parametrize("path", ["/api/v1/genres", "/api/v1/titles", "/api/v1/platforms"])
async def test_service_without_its_database_says_so_in_the_shape_of_every_refusal(
    path: str, settings: Settings, closed_dsn: str
) -> None:
    application = create_application(settings, secret=SECRET, dsn=closed_dsn)
    async with application.router.lifespan_context(application):
        transport = httpx.ASGITransport(application, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test") as http:
            answer = await http.get(path)
            login = await http.post("/api/v1/auth/login", json={"username": "ada", "password": "correct horse"})
            ready = await http.get("/ready")
            alive = await http.get("/health")
            detailed = await http.get("/api/v1/health/detailed")
    for refused in (answer, login):
        problem_of(refused, 503, "database_unavailable")
        assert int(refused.headers["retry-after"]) >= 1
        assert "127.0.0.1" not in refused.text
    assert (ready.status_code, alive.status_code) == (503, 200)
    assert "127.0.0.1" not in detailed.text


async def test_service_outlives_the_death_of_its_database(settings: Settings, home: Path) -> None:
    """PostgreSQL is killed under the service and started again; the service itself is never restarted."""
    server = EmbeddedPostgres(home / "state")  # a volatile one is made anew after a crash
    dsn = await asyncio.to_thread(server.start)
    await asyncio.to_thread(migrate, dsn)
    quick = settings.model_copy(update={"database": DatabaseSettings(pool_wait_seconds=0.5)})
    application = create_application(quick, secret=SECRET, dsn=dsn)
    async with application.router.lifespan_context(application):
        transport = httpx.ASGITransport(application, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test") as http:
            before = await asyncio.gather(*(http.get("/api/v1/genres") for _ in range(10)))
            kill_server(home / "state" / "postgres18" / "data")
            await wait_for_refusal(http)  # its sessions outlive it for a moment
            during = await asyncio.gather(*(http.get("/api/v1/genres") for _ in range(20)))
            ready = await http.get("/ready")
            assert await asyncio.to_thread(server.start) == dsn
            after = await asyncio.gather(*(http.get("/api/v1/genres") for _ in range(20)))
            ready_again = await http.get("/ready")
    assert {answer.status_code for answer in before} == {200}
    for answer in during:
        problem_of(answer, 503, "database_unavailable")
    assert ready.status_code == 503
    assert {answer.status_code for answer in after} == {200}
    assert ready_again.status_code == 200


async def wait_for_refusal(http: httpx.AsyncClient) -> None:
    while (answer := await http.get("/api/v1/genres")).status_code == 200:  # noqa: ASYNC110 - nothing tells when
        await asyncio.sleep(0.02)
    problem_of(answer, 503, "database_unavailable")


def migrate(dsn: str) -> None:
    """Migrate, in a thread: migrations run an event loop of their own."""
    command.upgrade(alembic_config(dsn), "head")
