"""Transactions: joined, rolled back, cancelled; what runs after the commit; connections that come back clean."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from itertools import count
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Integer, bindparam, text

from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.core.request_context import RequestContext, begin_request, current_request
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.unit_of_work import PostgresUnitOfWork

NUMBER = bindparam("number", type_=Integer())
INSERT = Statement(text("INSERT INTO scratch VALUES (:number)").bindparams(NUMBER))
SESSION = Statement(text("SELECT pg_backend_pid()"))
TRANSACTION = Statement(text("SELECT pg_current_xact_id_if_assigned()"))
SLEEPS = count(30)
END_SLEEPS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE query LIKE 'SELECT pg_sleep(%' AND datname = current_database()
"""
"""What a connection that was closed in the middle still does, with locks."""


class BreakageError(Exception):
    """What a rule raises in the middle of a transaction."""


@pytest.fixture(autouse=True)
async def scratch(connection: asyncpg.Connection) -> AsyncIterator[None]:
    await connection.execute("CREATE TABLE scratch (number integer UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    yield
    await connection.execute(END_SLEEPS)
    await connection.execute("DROP TABLE scratch")


@pytest.fixture
async def database(dsn: str) -> AsyncIterator[Database]:
    """A pool of one connection: one that is lost or left in a transaction can't hide."""
    database = Database(DatabaseOptions(dsn, pool_size=1, pool_wait_seconds=1))
    yield database
    await database.close()


@pytest.fixture
def unit_of_work(database: Database) -> PostgresUnitOfWork:
    return PostgresUnitOfWork(database)


async def stored(connection: asyncpg.Connection) -> list[int]:
    return [row["number"] for row in await connection.fetch("SELECT number FROM scratch ORDER BY number")]


async def test_transaction_left_in_order_is_committed(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    async with unit_of_work.transaction():
        await database.execute(INSERT, number=1)
        assert await stored(connection) == []
    assert await stored(connection) == [1]


async def test_transaction_left_by_an_exception_is_rolled_back(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    with pytest.raises(BreakageError):
        async with unit_of_work.transaction():
            await database.execute(INSERT, number=1)
            raise BreakageError
    assert await stored(connection) == []


async def test_inner_transaction_joins_the_outer_one(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    async with unit_of_work.transaction():
        outer = await database.fetch_value(SESSION)
        async with unit_of_work.transaction():
            assert await database.fetch_value(SESSION) == outer
            await database.execute(INSERT, number=1)
        assert await stored(connection) == []
    assert await stored(connection) == [1]


async def test_exception_after_an_inner_transaction_rolls_that_back_too(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    with pytest.raises(BreakageError):
        async with unit_of_work.transaction():
            async with unit_of_work.transaction():
                await database.execute(INSERT, number=1)
            raise BreakageError
    assert await stored(connection) == []


async def test_parallel_transactions_have_connections_of_their_own(dsn: str, connection: asyncpg.Connection) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=2))
    unit_of_work = PostgresUnitOfWork(database)
    both_are_in = asyncio.Barrier(2)

    async def mark(number: int) -> int:
        async with unit_of_work.transaction():
            await database.execute(INSERT, number=number)
            await both_are_in.wait()
            session: int = await database.fetch_value(SESSION)
            return session

    sessions = await asyncio.gather(mark(1), mark(2))
    await database.close()
    assert len(set(sessions)) == 2
    assert await stored(connection) == [1, 2]


async def test_callbacks_run_in_order_after_the_commit(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    seen: list[tuple[str, list[int]]] = []

    async def note(name: str) -> None:
        seen.append((name, await stored(connection)))

    async with unit_of_work.transaction():
        await database.execute(INSERT, number=1)
        await unit_of_work.after_commit(lambda: note("first"))
        async with unit_of_work.transaction():
            await unit_of_work.after_commit(lambda: note("second"))
        assert seen == []
    assert seen == [("first", [1]), ("second", [1])]


async def test_callback_that_fails_is_logged_and_the_others_still_run(
    unit_of_work: PostgresUnitOfWork, capfd: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    async def fail() -> None:
        raise BreakageError

    async def succeed() -> None:
        ran.append("succeeded")

    async with unit_of_work.transaction():
        await unit_of_work.after_commit(fail)
        await unit_of_work.after_commit(succeed)
    assert ran == ["succeeded"]
    assert "after_commit_failed" in "".join(capfd.readouterr())


async def test_callback_outside_a_transaction_runs_at_once(unit_of_work: PostgresUnitOfWork) -> None:
    ran: list[str] = []

    async def note() -> None:
        ran.append("ran")

    await unit_of_work.after_commit(note)
    assert ran == ["ran"]


async def test_callback_may_open_a_transaction_of_its_own(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    async def mark_two() -> None:
        async with unit_of_work.transaction():
            await database.execute(INSERT, number=2)

    async with unit_of_work.transaction():
        await database.execute(INSERT, number=1)
        await unit_of_work.after_commit(mark_two)
    assert await stored(connection) == [1, 2]


async def test_rolled_back_transaction_runs_no_callback(unit_of_work: PostgresUnitOfWork) -> None:
    ran: list[str] = []

    async def note() -> None:
        ran.append("ran")

    with pytest.raises(BreakageError):
        async with unit_of_work.transaction():
            await unit_of_work.after_commit(note)
            raise BreakageError
    async with unit_of_work.transaction():
        pass
    assert ran == []


async def test_commit_that_fails_stores_nothing_and_runs_no_callback(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    ran: list[str] = []

    async def note() -> None:
        ran.append("ran")

    with pytest.raises(asyncpg.UniqueViolationError):
        async with unit_of_work.transaction():
            await database.execute(INSERT, number=1)
            await database.execute(INSERT, number=1)  # the constraint is deferred: COMMIT refuses it
            await unit_of_work.after_commit(note)
    assert ran == []
    assert await stored(connection) == []


async def test_session_that_is_killed_stores_nothing_and_says_so(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    with pytest.raises(DatabaseUnavailableError):
        async with unit_of_work.transaction():
            await database.execute(INSERT, number=1)
            session = await database.fetch_value(SESSION)
            await connection.execute("SELECT pg_terminate_backend($1)", session)
            await database.execute(INSERT, number=2)
    assert await stored(connection) == []
    assert await database.fetch_value(SESSION) != session


async def test_cancelled_transaction_gives_its_connection_back_clean(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    async def work(sleep: Statement) -> None:
        async with unit_of_work.transaction():
            await database.execute(INSERT, number=1)
            await database.fetch_value(sleep)

    await cancel_when_asleep(work, connection)
    await assert_clean(database, connection)


async def test_transaction_cancelled_again_while_it_rolls_back_leaves_no_transaction_open(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    """A deadline and a client that hangs up can cancel the same request twice."""

    async def work(sleep: Statement) -> None:
        async with unit_of_work.transaction():
            await database.execute(INSERT, number=1)
            await database.fetch_value(sleep)

    for turns in range(8):
        await cancel_when_asleep(work, connection, again_after=turns)
        await assert_clean(database, connection)


async def test_transaction_cancelled_at_any_moment_gives_its_connection_back_clean(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    """A BEGIN that is cancelled may still succeed."""

    async def work() -> None:
        async with unit_of_work.transaction():
            await database.execute(INSERT, number=1)
            await asyncio.Event().wait()

    await database.fetch_value(SESSION)
    for turns in range(12):
        task = asyncio.create_task(work())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await assert_clean(database, connection)


async def test_cancelled_statement_outside_a_transaction_gives_its_connection_back(
    database: Database, connection: asyncpg.Connection
) -> None:
    await cancel_when_asleep(database.fetch_value, connection)
    await assert_clean(database, connection)


async def cancel_when_asleep(
    work: Callable[[Statement], Coroutine[Any, Any, None]],
    connection: asyncpg.Connection,
    *,
    again_after: int | None = None,
) -> None:
    """Cancel `work` once PostgreSQL sleeps for it; where asked, a second time some turns of the loop later."""
    sql = f"SELECT pg_sleep({next(SLEEPS)})"  # one of its own: those of closed connections go on for a while
    task = asyncio.create_task(work(Statement(text(sql))))
    while not await connection.fetchval(  # noqa: ASYNC110 - PostgreSQL tells nobody
        "SELECT count(*) FROM pg_stat_activity WHERE query = $1 AND datname = current_database()", sql
    ):
        await asyncio.sleep(0.01)
    task.cancel()
    if again_after is not None:
        for _ in range(again_after):
            await asyncio.sleep(0)
        task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def assert_clean(database: Database, connection: asyncpg.Connection) -> None:
    """Assert that the one connection of the pool is there, outside any transaction, and commits by itself."""
    await database.execute(INSERT, number=99)
    assert await stored(connection) == [99]
    assert await database.fetch_value(TRANSACTION) is None
    await connection.execute("DELETE FROM scratch")


async def test_statement_commits_by_itself(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    begin_request(RequestContext("a"))
    async with unit_of_work.statement():
        await database.execute(INSERT, number=1)
        assert await stored(connection) == [1]
        assert not current_request().has_committed
    assert current_request().has_committed


async def test_statement_that_is_refused_stores_nothing(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    begin_request(RequestContext("a"))
    await database.execute(INSERT, number=1)
    with pytest.raises(asyncpg.UniqueViolationError):
        async with unit_of_work.statement():
            await database.execute(INSERT, number=1)
    assert await stored(connection) == [1]
    assert not current_request().has_committed


async def test_statement_joins_the_transaction_under_way(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    with pytest.raises(BreakageError):
        async with unit_of_work.transaction():
            async with unit_of_work.statement():
                await database.execute(INSERT, number=1)
            raise BreakageError
    assert await stored(connection) == []
