"""The pool: callers are served in order, and whatever fails or is cancelled keeps no connection and no permit."""

import asyncio
import random
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import Float, bindparam, text

from watchkeeper.foundation.core.errors import DatabaseUnavailableError, TransactionConflictError
from watchkeeper.foundation.core.request_context import RequestContext, begin_request, current_request
from watchkeeper.foundation.postgres import pool as pool_module
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.statement import Statement

NOW = Statement(text("SELECT 1"))
SESSION = Statement(text("SELECT pg_backend_pid()"))
SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1"
SLEEP = Statement(text("SELECT pg_sleep(:seconds)").bindparams(bindparam("seconds", type_=Float())))


async def test_who_asks_again_and_again_does_not_go_before_who_waits(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1))
    served: list[str] = []

    async def use(name: str, times: int) -> None:
        for _ in range(times):
            async with database.connection():
                await asyncio.sleep(0)
                served.append(name)

    await asyncio.gather(use("greedy", 50), use("modest", 1), use("modest", 1))
    await database.close()
    assert served[:4] == ["greedy", "modest", "modest", "greedy"]


async def test_permit_that_was_granted_is_not_taken_by_who_asks_before_it_is_used(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1))
    served: list[str] = []

    async def use(name: str) -> None:
        async with database.connection():
            served.append(name)

    async with database.connection():
        modest = asyncio.create_task(use("modest"))
        await asyncio.sleep(0)
    await use("greedy")
    await modest
    await database.close()
    assert served == ["modest", "greedy"]


async def test_twice_as_many_as_the_pool_holds_are_served_in_the_order_they_asked(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=4, pool_wait_seconds=60))
    asking, served = count(), list[int]()

    async def use(times: int) -> None:
        for _ in range(times):
            place = next(asking)
            async with database.connection() as connection:
                served.append(place)
                await connection.fetchval("SELECT 1")

    await asyncio.gather(*(use(1) for _ in range(4)))  # so that all connections are open
    served.clear()
    await asyncio.gather(*(use(50) for _ in range(8)))
    await database.close()
    # A waiter that a connection is released to goes on a moment later: those that find a free one may come before.
    overtaking = [sum(later > place for later in served[:at]) for at, place in enumerate(served)]
    assert max(overtaking) <= 4


async def test_wait_that_is_given_up_leaves_its_place_to_the_next(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1, pool_wait_seconds=5))
    async with database.connection():
        waiting = [asyncio.create_task(database.fetch_value(NOW)) for _ in range(4)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        waiting[2].cancel()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    await database.close()
    assert [type(answer) for answer in answers] == [asyncio.CancelledError, int, asyncio.CancelledError, int]


async def test_permit_that_is_granted_to_a_cancelled_caller_goes_to_the_next(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1, pool_wait_seconds=5))
    async with database.connection():
        first, second = (asyncio.create_task(database.fetch_value(NOW)) for _ in range(2))
        await asyncio.sleep(0)
    first.cancel()
    answers = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(answer) for answer in answers] == [asyncio.CancelledError, int]
    assert database.pool.state().in_use == 0
    await database.close()


async def test_requests_cut_off_at_any_moment_leave_the_pool_whole(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=3, pool_wait_seconds=5))
    chance = random.Random(7)

    async def use() -> None:
        async with database.transaction():
            await database.fetch_value(SLEEP, seconds=0.002)
            await database.fetch_value(NOW)

    async def cut() -> None:
        task = asyncio.create_task(use())
        await asyncio.sleep(chance.random() * 0.02)
        task.cancel()
        await asyncio.wait([task])

    await asyncio.gather(*(cut() for _ in range(100)))
    assert database.pool.state().in_use == 0
    assert await asyncio.gather(*(database.fetch_value(NOW) for _ in range(10))) == [1] * 10
    await database.close()


async def test_connection_of_a_cancelled_statement_is_not_reused(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1))
    session = await database.fetch_value(SESSION)
    task = asyncio.create_task(database.fetch_value(SLEEP, seconds=20))
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.wait([task])
    assert await database.fetch_value(SESSION) != session
    await database.close()


async def test_connection_that_was_released_last_is_acquired_first(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=2))
    async with database.connection() as first, database.connection() as second:
        pass
    async with database.connection() as again:
        assert again is first  # the outer block ends last
    assert (database.pool.state().idle, first is second) == (2, False)
    await database.close()


async def test_connection_that_is_too_old_is_replaced(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1))
    session = await database.fetch_value(SESSION)
    assert await database.fetch_value(SESSION) == session
    monkeypatch.setattr(pool_module, "_MAX_AGE_SECONDS", 0.0)
    assert await database.fetch_value(SESSION) != session
    await database.close()


async def test_caller_cancelled_while_its_connection_is_opened_leaves_the_pool_whole(
    dsn: str, connection: asyncpg.Connection
) -> None:
    options = DatabaseOptions(dsn, pool_size=2)
    for rounds in range(40):
        database = Database(options)
        task = asyncio.create_task(database.fetch_value(NOW))
        for _ in range(rounds):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        assert database.pool.state().in_use == 0
        assert await asyncio.gather(*(database.fetch_value(NOW) for _ in range(4))) == [1] * 4
        await database.close()
    async with asyncio.timeout(10):
        while await connection.fetchval(SESSIONS, options.process_name):  # noqa: ASYNC110 - until PostgreSQL notices
            await asyncio.sleep(0.02)


async def test_wait_that_times_out_as_the_permit_comes_loses_none(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1, pool_wait_seconds=0.01))
    for pause in range(20):
        async with database.connection():
            waiting = [asyncio.create_task(database.fetch_value(NOW)) for _ in range(3)]
            await asyncio.sleep(0.0095 + pause / 20_000)
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert {type(result) for result in results} <= {int, DatabaseUnavailableError}
        assert (database.pool.state().in_use, database.pool.state().waiting) == (0, 0)
    assert await database.fetch_value(NOW) == 1
    await database.close()


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ('\'{"a": [1, "ü"]}\'::jsonb', {"a": [1, "ü"]}),
        ('\'{"a": [1, "ü"]}\'::json', {"a": [1, "ü"]}),
        ("1.50::numeric", Decimal("1.50")),
        ("'00000000-0000-0000-0000-000000000007'::uuid", UUID(int=7)),
        ("timestamptz '2026-01-31 12:00+02'", datetime(2026, 1, 31, 10, tzinfo=UTC)),
    ],
)
async def test_values_are_received_as_python_objects(dsn: str, sql: str, value: object) -> None:
    database = Database(DatabaseOptions(dsn))
    async with database.connection() as connection:
        received = await connection.fetchval(f"SELECT {sql}")
    await database.close()
    assert received == value
    assert str(received) == str(value)


@pytest.mark.parametrize("kind", ["json", "jsonb"])
async def test_json_is_sent_as_text(dsn: str, kind: str) -> None:
    database = Database(DatabaseOptions(dsn))
    async with database.connection() as connection:
        received = await connection.fetchval(f"SELECT $1::{kind}", '{"name": "Amélie"}')
    await database.close()
    assert received == {"name": "Amélie"}


@pytest.mark.parametrize("code", ["40P01", "40001"])
async def test_conflict_of_transactions_is_told_from_an_outage(dsn: str, code: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1))
    conflict = Statement(text(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}'; END $$"))
    with pytest.raises(TransactionConflictError):
        await database.execute(conflict)
    assert issubclass(TransactionConflictError, DatabaseUnavailableError)
    await database.close()


async def test_request_knows_whether_something_of_it_is_stored(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1))
    begin_request(RequestContext("a"))
    with pytest.raises(ZeroDivisionError):
        async with database.transaction():
            await database.fetch_value(NOW)
            raise ZeroDivisionError
    assert not current_request().has_committed
    async with database.transaction():
        await database.fetch_value(NOW)
        assert not current_request().has_committed
    assert current_request().has_committed
    await database.close()
