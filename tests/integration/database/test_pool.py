"""The pool under pressure: who waits longest is served first, and nothing that is cut off keeps a connection."""

import asyncio
import random
from itertools import count

import pytest
from sqlalchemy import Float, bindparam, text

from watchkeeper.foundation.core.errors import DatabaseUnavailableError, TransactionConflictError
from watchkeeper.foundation.core.request_context import begin_request, current_request
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.statement import Statement

NOW = Statement(text("SELECT 1"))
SESSION = Statement(text("SELECT pg_backend_pid()"))
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


async def test_turn_that_was_handed_over_is_not_taken_by_who_asks_before_it_is_used(dsn: str) -> None:
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
            async with database.connection():
                served.append(place)
                await database.fetch_value(NOW)

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


async def test_turn_that_comes_to_somebody_who_has_just_given_up_goes_to_the_next(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1, pool_wait_seconds=5))
    async with database.connection():
        first, second = (asyncio.create_task(database.fetch_value(NOW)) for _ in range(2))
        await asyncio.sleep(0)
    first.cancel()
    answers = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(answer) for answer in answers] == [asyncio.CancelledError, int]
    assert database.acquired_connections == 0
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
    assert database.acquired_connections == 0
    assert await asyncio.gather(*(database.fetch_value(NOW) for _ in range(10))) == [1] * 10
    await database.close()


async def test_session_cut_off_in_the_middle_is_not_lent_again(dsn: str) -> None:
    database = Database(DatabaseOptions(dsn, pool_size=1))
    session = await database.fetch_value(SESSION)
    task = asyncio.create_task(database.fetch_value(SLEEP, seconds=20))
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.wait([task])
    assert await database.fetch_value(SESSION) != session
    await database.close()


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
    begin_request("a", None)
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
