"""The pool of connections, and running statements on it."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from typing import Any

from sqlalchemy import PoolProxiedConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from watchkeeper.models.types.request_context import current_request
from watchkeeper.repositories.database.failures import CONNECTION_LOST, database_failures
from watchkeeper.repositories.database.fair_pool import FairPool
from watchkeeper.repositories.database.options import DatabaseOptions
from watchkeeper.repositories.database.statement import Statement
from watchkeeper.repositories.operations.metrics import Metrics
from watchkeeper.repositories.operations.tracer import Tracer
from watchkeeper.repositories.operations.unobserved import NullMetrics, NullTracer

Row = Mapping[str, Any]
"""One row of an answer; asyncpg's record, by name or by position."""

_UNCOUNTED = NullMetrics()
_UNTRACED = NullTracer()
_ROLLBACK_SECONDS = 1.0
_FAREWELL_SECONDS = 2.0


class Database:
    """PostgreSQL through SQLAlchemy's pool and asyncpg's own calls.

    Outside a transaction each call borrows a connection and commits by itself (no BEGIN is sent). Inside a unit of
    work every call runs on the connection of its transaction. Raises DatabaseUnavailableError when PostgreSQL is away,
    refuses connections, or does not answer in time.
    """

    def __init__(self, options: DatabaseOptions, *, metrics: Metrics = _UNCOUNTED, tracer: Tracer = _UNTRACED) -> None:
        self._engine: AsyncEngine = create_async_engine(
            options.url,
            pool_size=options.pool_size,
            max_overflow=0,
            pool_recycle=1800,
            connect_args=options.connect_arguments(),
        )
        self.pool = FairPool(
            self._engine, size=options.pool_size, wait_seconds=options.pool_wait_seconds, metrics=metrics
        )
        self._tracer = tracer
        self._transaction: ContextVar[Any | None] = ContextVar("transaction", default=None)

    @property
    def borrowed(self) -> int:
        """How many connections are lent out right now."""
        return self._engine.pool.checkedout()  # type: ignore[attr-defined, no-any-return]

    async def fetch(self, statement: Statement, /, **values: Any) -> list[Row]:  # noqa: ANN401
        """Return all rows, in the order of the statement."""
        async with self.connection() as connection:
            with self._tracer.statement(statement.sql):
                rows: list[Row] = await connection.fetch(statement.sql, *statement.arguments(values))
            return rows

    async def fetch_one(self, statement: Statement, /, **values: Any) -> Row | None:  # noqa: ANN401
        """Return the first row, or None."""
        async with self.connection() as connection:
            with self._tracer.statement(statement.sql):
                row: Row | None = await connection.fetchrow(statement.sql, *statement.arguments(values))
            return row

    async def fetch_value(self, statement: Statement, /, **values: Any) -> Any:  # noqa: ANN401
        """Return the first column of the first row, or None."""
        async with self.connection() as connection:
            with self._tracer.statement(statement.sql):
                return await connection.fetchval(statement.sql, *statement.arguments(values))

    async def execute(self, statement: Statement, /, **values: Any) -> int:  # noqa: ANN401
        """Run a statement and return how many rows it touched."""
        async with self.connection() as connection:
            with self._tracer.statement(statement.sql):
                tag: str = await connection.execute(statement.sql, *statement.arguments(values))
            count = tag.rpartition(" ")[2]
            return int(count) if count.isdecimal() else 0

    async def execute_many(self, statement: Statement, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run a statement for each of the rows, in one round trip."""
        async with self.connection() as connection:
            with self._tracer.statement(statement.sql):
                await connection.executemany(statement.sql, [statement.arguments(row) for row in rows])

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        """Give the asyncpg connection of the transaction under way, else one of the pool for this block."""
        current = self._transaction.get()
        if current is not None:
            with database_failures():
                yield current
            return
        async with self._borrowed() as connection:
            yield connection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Open a transaction around the block, or join the one under way. Leaving commits, an exception rolls back."""
        if self._transaction.get() is not None:
            yield
            return
        async with self._borrowed() as connection, _begun(connection):
            token = self._transaction.set(connection)
            try:
                yield
            finally:
                self._transaction.reset(token)
        current_request().has_committed = True

    @asynccontextmanager
    async def _borrowed(self) -> AsyncIterator[Any]:
        with database_failures():
            async with self.pool.turn(), self._lent() as connection:
                yield connection

    @asynccontextmanager
    async def _lent(self) -> AsyncIterator[Any]:
        pooled, connection = await self._checkout()
        try:
            yield connection
        except BaseException as failure:
            _discard_if_spoilt(pooled, connection, failure)
            raise
        finally:
            pooled.close()

    async def _checkout(self) -> tuple[PoolProxiedConnection, Any]:
        while True:
            pooled = await self.pool.lend()
            connection: Any = pooled.driver_connection
            if not connection.is_closed():
                return pooled, connection
            pooled.invalidate()  # PostgreSQL went away while it lay in the pool
            pooled.close()

    async def close(self) -> None:
        """Close every connection of the pool; a database that does not answer is not waited for."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_FAREWELL_SECONDS):
                await self._engine.dispose()


@asynccontextmanager
async def _begun(connection: Any) -> AsyncIterator[None]:  # noqa: ANN401 - asyncpg is not typed
    transaction = connection.transaction()
    try:
        await transaction.start()
    except BaseException:
        connection.terminate()  # a cancelled BEGIN may still succeed, and the next borrower would write into the void
        raise
    try:
        yield
    except TimeoutError:
        connection.terminate()  # PostgreSQL rolls back by itself; asking it to would mean to wait once more
        raise
    except BaseException:
        await _roll_back(transaction, connection)
        raise
    await transaction.commit()


async def _roll_back(transaction: Any, connection: Any) -> None:  # noqa: ANN401
    try:
        async with asyncio.timeout(_ROLLBACK_SECONDS):
            await transaction.rollback()
    except TimeoutError:
        connection.terminate()  # PostgreSQL is frozen, and rolls back once it notices that nobody is there


def _discard_if_spoilt(pooled: PoolProxiedConnection, connection: Any, failure: BaseException) -> None:  # noqa: ANN401
    """Keep a connection that nobody may borrow again out of the pool."""
    # The driver asks PostgreSQL to end what was cut off, and whoever borrows next would wait until it did.
    is_cut_off = isinstance(failure, asyncio.CancelledError)
    is_lost = isinstance(failure, CONNECTION_LOST) or connection.is_closed()
    if is_cut_off or is_lost or connection.is_in_transaction():  # a second cancellation can cut a rollback off half-way
        pooled.invalidate()
