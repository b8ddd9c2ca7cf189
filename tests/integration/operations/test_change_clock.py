"""Who is alone with a database, on real PostgreSQL: when a process may believe it, and when it must not."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import asyncpg
import pytest
from sqlalchemy import Integer, bindparam, text

from tests.support.databases import blank_database
from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.observability.null import NullMetrics
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.repositories.database import writers_lock
from watchkeeper.repositories.database.writers_lock import make_way, share_in_session
from watchkeeper.repositories.operations.adapters.change_clock_postgres_adapter import Pace, PostgresChangeClock

INSERT = Statement(text("INSERT INTO numbers VALUES (:number)").bindparams(bindparam("number", type_=Integer())))
SLEEP = Statement(text("SELECT pg_sleep(0.4)"))
TIMEOUTS = Statement(text("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')"))
TIMEOUTS.reads = frozenset({"none"})
WAITING = """
SELECT pid FROM pg_locks WHERE NOT granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
PACE = Pace()


@dataclass
class Process:
    """A process of the service, as far as it writes, whose clock goes by hand."""

    database: Database
    options: DatabaseOptions
    connection: asyncpg.Connection
    now: float = 1000.0
    clock: PostgresChangeClock = field(init=False)

    def __post_init__(self) -> None:
        self.database.writes._clock = lambda: self.now
        self.clock = PostgresChangeClock(
            self.database.writes,
            dsn=self.options.dsn,
            process_name=self.options.process_name,
            may_be_alone=True,
            metrics=NullMetrics(),
            pace=PACE,
            clock=lambda: self.now,
        )

    async def become_alone(self) -> None:
        await self.clock.arrive(self.connection)
        await self.wait(PACE.settling + 0.1)

    async def wait(self, seconds: float) -> float:
        self.now += seconds
        return await self.clock.look(self.connection)

    async def known(self) -> int:
        """Return a reading; neighbours on the same server may have written just now, so it is taken after a look."""
        await self.wait(0)
        reading = self.clock.reading()
        assert reading is not None
        return reading


@pytest.fixture
def own_dsn(server_dsn: str) -> Iterator[str]:
    with blank_database(server_dsn, "clock") as dsn:
        yield dsn


@pytest.fixture
async def beside(own_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(own_dsn)
    await connection.execute("CREATE TABLE numbers (number int PRIMARY KEY)")
    yield connection
    await connection.close()


async def process_of(dsn: str, **options: float) -> Process:
    settings = DatabaseOptions(dsn, pool_size=4, **options)  # type: ignore[arg-type]
    return Process(Database(settings), settings, await asyncpg.connect(dsn))


@pytest.fixture
async def process(own_dsn: str, beside: asyncpg.Connection) -> AsyncIterator[Process]:
    process = await process_of(own_dsn)
    yield process
    process.connection.terminate()
    await process.database.close()


@pytest.fixture
async def other(own_dsn: str, process: Process) -> AsyncIterator[Process]:
    other = await process_of(own_dsn)
    yield other
    other.connection.terminate()
    await other.database.close()


async def numbers(connection: asyncpg.Connection) -> list[int]:
    return [row["number"] for row in await connection.fetch("SELECT number FROM numbers ORDER BY number")]


async def test_process_is_alone_only_once_it_has_settled(process: Process) -> None:
    assert process.clock.reading() is None
    await process.clock.arrive(process.connection)
    assert process.clock.reading() is None
    await process.wait(PACE.settling - 0.1)
    assert process.clock.reading() is None
    await process.wait(0.2)
    assert process.clock.is_alone


def test_settling_takes_longer_than_anybody_believes_in_a_lock_that_is_lost() -> None:
    assert PACE.settling > PACE.share
    assert PACE.alone < writers_lock.LEASE_SECONDS
    assert PACE.among_others < PACE.share
    assert writers_lock.PATIENCE_SECONDS > 2 * writers_lock.LEASE_SECONDS


async def test_nothing_is_known_once_the_lease_is_over(process: Process) -> None:
    await process.become_alone()
    process.now += writers_lock.LEASE_SECONDS - 0.01
    assert process.clock.is_alone
    process.now += 0.02
    assert process.clock.reading() is None


async def test_own_writes_are_other_readings_and_none_while_under_way(process: Process) -> None:
    await process.become_alone()
    before = await process.known()
    writing = asyncio.create_task(process.database.fetch_value(SLEEP))
    while not process.database.writes.in_flight:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    assert process.clock.reading() is None
    await writing
    after = process.clock.reading()
    assert after is not None
    assert after > before
    async with process.database.transaction():
        assert process.clock.reading() is None
        await process.database.execute(INSERT, number=1)
    assert process.clock.reading() not in (None, after)


async def test_reads_leave_the_reading_as_it_is(process: Process) -> None:
    reads = Statement(text("SELECT 1"))
    reads.reads = frozenset({"numbers"})
    await process.become_alone()
    before = process.clock.reading()
    await process.database.fetch(reads)
    assert process.clock.reading() == before


async def test_write_that_was_cut_off_is_doubtful_until_its_session_is_gone(
    process: Process, beside: asyncpg.Connection
) -> None:
    await process.become_alone()
    async with beside.transaction():
        await beside.execute("LOCK TABLE numbers")
        writing = asyncio.create_task(process.database.execute(INSERT, number=1))
        session = None
        while session is None:
            session = await beside.fetchval(WAITING)
        writing.cancel()
        await asyncio.wait([writing])
        assert process.database.writes.in_flight == 0
        assert process.clock.reading() is None
    while await beside.fetchval("SELECT count(*) FROM pg_stat_activity WHERE pid = $1", session):
        assert process.clock.reading() is None
        await asyncio.sleep(0.01)
    await process.wait(0.25)
    assert process.clock.is_alone


async def test_refusal_of_a_constraint_leaves_nothing_in_doubt(process: Process) -> None:
    await process.become_alone()
    await process.database.execute(INSERT, number=1)
    with pytest.raises(asyncpg.UniqueViolationError):
        await process.database.execute(INSERT, number=1)
    assert process.database.writes.doubtful == set()
    assert process.clock.is_alone


async def test_edit_by_hand_is_another_reading_after_the_next_look(
    process: Process, beside: asyncpg.Connection
) -> None:
    await process.become_alone()
    before = await process.known()
    await beside.execute("INSERT INTO numbers VALUES (1)")
    await process.wait(0.25)
    assert process.clock.reading() not in (None, before)


async def test_edit_by_hand_between_own_writes_is_another_reading_too(
    process: Process, beside: asyncpg.Connection
) -> None:
    await process.become_alone()
    await process.database.execute(INSERT, number=1)
    before = process.clock.reading()
    await beside.execute("INSERT INTO numbers VALUES (2)")
    await process.wait(0.25)
    assert process.clock.reading() not in (None, before)


async def test_second_process_is_there_only_once_the_first_knows(process: Process, other: Process) -> None:
    await process.become_alone()
    arriving = asyncio.create_task(other.clock.arrive(other.connection))
    await asyncio.sleep(0.2)
    assert not arriving.done()
    assert other.database.writes.must_share
    await process.wait(0.25)
    assert process.clock.reading() is None
    await arriving
    assert not other.database.writes.must_share
    await process.wait(PACE.retreat + 1)
    await process.wait(PACE.settling + 1)
    assert process.clock.reading() is None


async def test_process_is_alone_again_once_the_other_has_left(process: Process, other: Process) -> None:
    other.clock._may_be_alone = False
    await other.clock.arrive(other.connection)
    await process.become_alone()
    assert process.clock.reading() is None
    await other.connection.close()
    await process.wait(1)
    await process.wait(PACE.settling + 0.1)
    assert process.clock.is_alone


async def test_session_that_could_write_without_the_lock_keeps_others_from_being_alone(
    process: Process, other: Process
) -> None:
    """A process lost its feed and does not know yet, or is frozen: its sessions may write what it had begun."""
    async with other.database.pool.loan():
        await process.become_alone()
        assert process.clock.reading() is None
    await other.database.close()
    await process.wait(PACE.retreat + 1)
    await process.wait(PACE.settling + 0.1)
    assert process.clock.is_alone


async def test_whoever_has_no_feed_waits_until_nobody_is_alone(
    process: Process, other: Process, beside: asyncpg.Connection
) -> None:
    await process.become_alone()
    writing = asyncio.create_task(other.database.execute(INSERT, number=1))
    await asyncio.sleep(0.2)
    assert not writing.done()
    assert await numbers(beside) == []
    await process.wait(0.25)
    assert process.clock.reading() is None
    await writing
    assert await numbers(beside) == [1]


@pytest.mark.parametrize("lock_seconds", [0.1, 3.0])
async def test_whoever_is_frozen_is_overtaken(lock_seconds: float, own_dsn: str, beside: asyncpg.Connection) -> None:
    frozen = await asyncpg.connect(own_dsn)
    assert await frozen.fetchval(writers_lock.TRY_ALONE)
    writer = await process_of(own_dsn, lock_seconds=lock_seconds, statement_seconds=0.5)
    timeouts = await writer.database.fetch(TIMEOUTS)
    started_at = time.monotonic()
    await writer.database.execute(INSERT, number=1)
    assert writers_lock.PATIENCE_SECONDS <= time.monotonic() - started_at < writers_lock.PATIENCE_SECONDS + 3
    assert await numbers(beside) == [1]
    assert await writer.database.fetch(TIMEOUTS) == timeouts
    await asyncio.sleep(0.1)
    assert frozen.is_closed()
    writer.connection.terminate()
    await writer.database.close()


async def test_process_that_arrives_and_commands_that_make_way_overtake_too(own_dsn: str, process: Process) -> None:
    for way in (make_way(own_dsn), share_in_session(process.connection, own_dsn)):
        frozen = await asyncpg.connect(own_dsn)
        assert await frozen.fetchval(writers_lock.TRY_ALONE)
        await way
        await asyncio.sleep(0.1)
        assert frozen.is_closed()


async def test_holder_is_left_alone_whom_nobody_has_waited_for_long_enough(
    own_dsn: str, process: Process, beside: asyncpg.Connection
) -> None:
    """Who waited may have left the queue, and the holder looked since: it believes to be alone, and is."""
    holder = await asyncpg.connect(own_dsn)
    assert await holder.fetchval(writers_lock.TRY_ALONE)
    await beside.execute(writers_lock._END_HOLDER)
    writing = asyncio.create_task(process.database.execute(INSERT, number=1))
    await asyncio.sleep(0.5)
    await beside.execute(writers_lock._END_HOLDER)
    assert await holder.fetchval(writers_lock.LEAVE_ALONE)
    await writing
    await holder.close()


async def test_holder_of_another_role_is_an_outage_and_not_a_fault(
    own_dsn: str, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = await asyncpg.connect(own_dsn)
    assert await frozen.fetchval(writers_lock.TRY_ALONE)
    monkeypatch.setattr(writers_lock, "_END_HOLDER", "DO $$ BEGIN RAISE insufficient_privilege; END $$")
    with pytest.raises(DatabaseUnavailableError):
        await process.database.execute(INSERT, number=1)
    await frozen.close()


async def test_behind_a_pooler_nobody_is_alone_and_each_write_takes_the_lock(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pooler gives numbers of its own to sessions."""
    monkeypatch.setattr(asyncpg.Connection, "get_server_pid", lambda connection: 1)
    await process.become_alone()
    assert process.clock.reading() is None
    assert process.database.writes.must_share
    assert process.clock.has_registered.is_set()


async def test_lost_session_ends_it_at_once(process: Process, beside: asyncpg.Connection) -> None:
    await process.become_alone()
    await beside.execute("SELECT pg_terminate_backend($1)", process.connection.get_server_pid())
    # Not a turn of the event loop later: what PostgreSQL said is there, and was not read.
    time.sleep(0.05)  # noqa: ASYNC251
    assert process.clock.reading() is None
    process.clock.leave()
    assert process.database.writes.must_share
    assert process.clock.reading() is None


async def test_sessions_of_others_can_be_told_by_a_role_without_rights(
    own_dsn: str, process: Process, other: Process, beside: asyncpg.Connection
) -> None:
    await beside.execute("CREATE ROLE nobodys_friend")
    try:
        async with other.database.pool.loan():
            await process.connection.execute("SET ROLE nobodys_friend")
            await process.become_alone()
            assert process.clock.reading() is None
    finally:
        await process.connection.execute("RESET ROLE")
        await beside.execute("DROP ROLE nobodys_friend")
