"""A commit that is held: nothing is open before it is needed, and what is stored with it stands or falls with it."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import Integer, bindparam, text

from watchkeeper.foundation.core.errors import DatabaseUnavailableError, ServiceError
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.unit_of_work import PostgresUnitOfWork

INSERT = Statement(text("INSERT INTO held_marks VALUES (:number)").bindparams(bindparam("number", type_=Integer())))
SESSION = Statement(text("SELECT pg_backend_pid()"))
IS_IN_TRANSACTION = Statement(text("SELECT pg_current_xact_id_if_assigned() IS NOT NULL"))
SLEEP = Statement(text("SELECT pg_sleep(30)"))


class BreakageError(Exception):
    """What goes wrong unforeseen."""


@pytest.fixture(autouse=True)
async def marks(connection: asyncpg.Connection) -> AsyncIterator[None]:
    await connection.execute("CREATE TABLE held_marks (number integer UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    yield
    await connection.execute("DROP TABLE held_marks")


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
    return [row["number"] for row in await connection.fetch("SELECT number FROM held_marks ORDER BY number")]


async def nothing() -> None:
    """Begin with nothing."""


async def test_block_within_is_committed_when_the_outer_one_is_left(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    async with unit_of_work.defer_commit(nothing):
        async with unit_of_work.transaction():
            await database.execute(INSERT, number=1)
        assert await stored(connection) == []
        async with unit_of_work.transaction():
            await database.execute(INSERT, number=2)
        assert await stored(connection) == []
    assert await stored(connection) == [1, 2]


async def test_statement_within_is_committed_when_the_outer_block_is_left(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    async with unit_of_work.defer_commit(nothing):
        async with unit_of_work.statement():
            await database.execute(INSERT, number=1)
        assert await stored(connection) == []
    assert await stored(connection) == [1]


async def test_nothing_is_open_before_the_first_block(unit_of_work: PostgresUnitOfWork, database: Database) -> None:
    async with unit_of_work.defer_commit(nothing):
        beside = asyncio.create_task(_transaction(PostgresUnitOfWork(database)))  # it gets the one connection there is
        await beside
        assert not await database.fetch_value(IS_IN_TRANSACTION)


async def _transaction(unit_of_work: PostgresUnitOfWork) -> None:
    async with unit_of_work.transaction():
        await asyncio.sleep(0)


async def test_what_begins_runs_first_and_in_the_transaction(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    async def begin() -> None:
        async with unit_of_work.transaction():
            await database.execute(INSERT, number=len(begun))
        begun.append(await database.fetch_value(SESSION))

    begun: list[int] = []
    with pytest.raises(BreakageError):
        async with unit_of_work.defer_commit(begin):
            assert begun == []
            async with unit_of_work.transaction():
                assert begun == [await database.fetch_value(SESSION)]
            raise BreakageError
    assert await stored(connection) == []


async def test_refusal_of_what_begins_leaves_nothing_open(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    async def refuse() -> None:
        await database.execute(INSERT, number=1)
        raise ServiceError

    with pytest.raises(ServiceError):
        async with unit_of_work.defer_commit(refuse), unit_of_work.transaction():
            await database.execute(INSERT, number=2)
    assert await stored(connection) == []
    await _transaction(unit_of_work)


@pytest.mark.parametrize("failure", [BreakageError, ServiceError, asyncio.CancelledError])
async def test_exception_within_a_block_rolls_everything_back(
    failure: type[BaseException],
    unit_of_work: PostgresUnitOfWork,
    database: Database,
    connection: asyncpg.Connection,
) -> None:
    with pytest.raises(failure):
        async with unit_of_work.defer_commit(nothing):
            async with unit_of_work.transaction():
                await database.execute(INSERT, number=1)
            async with unit_of_work.transaction():
                await database.execute(INSERT, number=2)
                raise failure
    assert await stored(connection) == []
    await _transaction(unit_of_work)


async def test_block_after_one_that_was_rolled_back_begins_anew(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    async def begin() -> None:
        begun.append(True)

    begun: list[bool] = []
    async with unit_of_work.defer_commit(begin):
        with pytest.raises(BreakageError):
            async with unit_of_work.transaction():
                await database.execute(INSERT, number=1)
                raise BreakageError
        async with unit_of_work.transaction():
            await database.execute(INSERT, number=2)
    assert await stored(connection) == [2]
    assert begun == [True, True]


@pytest.mark.parametrize(("failure", "numbers"), [(ServiceError, [1]), (BreakageError, [])])
async def test_refusal_after_a_block_keeps_what_it_stored_and_other_failures_do_not(
    failure: type[Exception],
    numbers: list[int],
    unit_of_work: PostgresUnitOfWork,
    database: Database,
    connection: asyncpg.Connection,
) -> None:
    with pytest.raises(failure):
        async with unit_of_work.defer_commit(nothing):
            async with unit_of_work.transaction():
                await database.execute(INSERT, number=1)
            raise failure
    assert await stored(connection) == numbers


async def test_callbacks_run_once_the_commit_is_done(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    async def look() -> None:
        seen.append(await stored(connection))

    seen: list[list[int]] = []
    async with unit_of_work.defer_commit(nothing):
        await unit_of_work.after_commit(look)  # nothing is open yet: at once
        async with unit_of_work.transaction():
            await database.execute(INSERT, number=1)
            await unit_of_work.after_commit(look)
        await unit_of_work.after_commit(look)
        assert seen == [[]]
    assert seen == [[], [1], [1]]


async def test_callbacks_of_a_refusal_that_keeps_what_was_stored_run(unit_of_work: PostgresUnitOfWork) -> None:
    async def note() -> None:
        noted.append(True)

    noted: list[bool] = []
    with pytest.raises(ServiceError):
        async with unit_of_work.defer_commit(nothing):
            async with unit_of_work.transaction():
                await unit_of_work.after_commit(note)
            raise ServiceError
    assert noted == [True]


async def test_callbacks_of_what_was_rolled_back_never_run(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    async def note() -> None:
        noted.append(True)

    noted: list[bool] = []
    with pytest.raises(BreakageError):
        async with unit_of_work.defer_commit(nothing):
            async with unit_of_work.transaction():
                await unit_of_work.after_commit(note)
            raise BreakageError
    await connection.execute("INSERT INTO held_marks VALUES (1)")
    with pytest.raises(asyncpg.UniqueViolationError):  # found at the commit only
        async with unit_of_work.defer_commit(nothing), unit_of_work.transaction():
            await database.execute(INSERT, number=1)
            await unit_of_work.after_commit(note)
    assert noted == []
    await _transaction(unit_of_work)


async def test_connection_that_is_lost_while_the_commit_is_held_is_told(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    with pytest.raises(DatabaseUnavailableError):
        async with unit_of_work.defer_commit(nothing):
            async with unit_of_work.transaction():
                await database.execute(INSERT, number=1)
            await connection.execute("SELECT pg_terminate_backend($1)", await database.fetch_value(SESSION))
    assert await stored(connection) == []
    await _transaction(unit_of_work)


async def test_cancelled_while_the_commit_is_held_gives_the_connection_back_clean(
    unit_of_work: PostgresUnitOfWork, database: Database, connection: asyncpg.Connection
) -> None:
    async def act() -> None:
        async with unit_of_work.defer_commit(nothing):
            async with unit_of_work.transaction():
                await database.execute(INSERT, number=1)
            is_held.set()
            await database.fetch_value(SLEEP)

    is_held = asyncio.Event()
    acting = asyncio.create_task(act())
    await is_held.wait()
    acting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await acting
    assert await stored(connection) == []
    await _transaction(unit_of_work)
