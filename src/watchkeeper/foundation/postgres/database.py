"""Runs statements on connections of the pool."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from contextvars import ContextVar
from types import TracebackType
from typing import Any

import asyncpg

from watchkeeper.foundation.core.errors import ServiceError, TransactionConflictError
from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.observability.tracer import Tracer
from watchkeeper.foundation.postgres.combined_writes import Write, combined, is_combinable
from watchkeeper.foundation.postgres.errors import DATABASE_FAILURES
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.pool import ConnectionPool
from watchkeeper.foundation.postgres.statement import Statement

Row = Mapping[str, Any]
"""One row of a result; asyncpg's record, by name or by position."""

_UNCOUNTED = Metrics()
_UNTRACED = Tracer()
_ROLLBACK_SECONDS = 1.0
_CLOSE_SECONDS = 2.0


class Database:
    """PostgreSQL through a pool of asyncpg connections and the driver's own calls.

    Outside a transaction each call acquires a connection and commits by itself (no BEGIN is sent). Inside a unit of
    work every call runs on the connection of its transaction. Raises DatabaseUnavailableError when PostgreSQL is
    unreachable, rejects connections, or does not respond in time.
    """

    def __init__(self, options: DatabaseOptions, *, metrics: Metrics = _UNCOUNTED, tracer: Tracer = _UNTRACED) -> None:
        self.pool = ConnectionPool(options, metrics=metrics)
        self._tracer = tracer
        self._transaction: ContextVar[Any | None] = ContextVar("transaction", default=None)
        self._collected: ContextVar[list[Write] | None] = ContextVar("collected_writes", default=None)

    def fetch(self, statement: Statement, /, **values: Any) -> Coroutine[Any, Any, list[Row]]:  # noqa: ANN401
        """Return all rows, in the order of the statement."""
        return self._read("fetch", statement, values)

    def fetch_one(self, statement: Statement, /, **values: Any) -> Coroutine[Any, Any, Row | None]:  # noqa: ANN401
        """Return the first row, or None."""
        return self._read("fetchrow", statement, values)

    async def require_one(self, missing: type[ServiceError], statement: Statement, /, **values: Any) -> Row:  # noqa: ANN401
        """Return the first row. Raises `missing` without one."""
        row = await self.fetch_one(statement, **values)
        if row is None:
            raise missing
        return row

    def fetch_value(self, statement: Statement, /, **values: Any) -> Coroutine[Any, Any, Any]:  # noqa: ANN401
        """Return the first column of the first row, or None."""
        return self._read("fetchval", statement, values)

    async def execute(self, statement: Statement, /, **values: Any) -> int:  # noqa: ANN401
        """Run a statement and return how many rows it touched; 0 while writes are collected."""
        collected = self._collected.get()
        if collected is not None:
            collected.append((statement, values))
            return 0
        tag: str = await self._run("execute", statement, values)
        count = tag.rpartition(" ")[2]
        return int(count) if count.isdecimal() else 0

    async def execute_many(self, statement: Statement, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run a statement for each of the rows, in one round trip."""
        async with self.connection() as connection:
            with self._tracer.statement(statement.sql):
                await connection.executemany(statement.sql, [statement.arguments(row) for row in rows])

    def _read(self, call: str, statement: Statement, values: Mapping[str, Any]) -> Coroutine[Any, Any, Any]:
        return self._run(call, statement, values)

    async def _run(self, call: str, statement: Statement, values: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Run a statement by a method of the driver's connection."""
        async with self.connection() as connection:
            return await self._run_on(connection, call, statement, values)

    async def _run_on(self, connection: Any, call: str, statement: Statement, values: Mapping[str, Any]) -> Any:  # noqa: ANN401
        with self._tracer.statement(statement.sql):
            return await getattr(connection, call)(statement.sql, *statement.arguments(values))

    def connection(self) -> AbstractAsyncContextManager[Any]:
        """Return a context manager for the connection of the current transaction, else for one of the pool."""
        current = self._transaction.get()
        return self.pool.connection() if current is None else _Joined(current)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Open a transaction around the block, or join the current one. Leaving the block commits, an exception rolls
        back."""
        if self._transaction.get() is not None:
            yield
            return
        async with self._opened():
            yield
        current_request().has_committed = True

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[None]:
        """Open a read-only transaction around the block, whose statements all see the same state."""
        async with self._opened(isolation="repeatable_read", readonly=True):
            yield

    @asynccontextmanager
    async def _opened(self, **options: Any) -> AsyncIterator[None]:  # noqa: ANN401 - options of asyncpg's transaction
        async with self.pool.connection() as connection, _transaction_on(connection, options):
            token = self._transaction.set(connection)
            try:
                yield
            finally:
                self._transaction.reset(token)

    @asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        """Collect the writes of the block, and send them at its end: those that can be combined as one statement, then
        the others in their order. Needs a transaction; the block must not read what it writes.

        Raises TransactionConflictError when a row that is added was added by another transaction meanwhile.
        """
        collected: list[Write] = []
        token = self._collected.set(collected)
        try:
            yield
        finally:
            self._collected.reset(token)
        first = [one for one in collected if is_combinable(one[0])]
        try:
            await self._run_combined(first)
        except asyncpg.UniqueViolationError as violation:
            raise TransactionConflictError from violation
        for statement, values in collected:
            if not is_combinable(statement):
                await self.execute(statement, **values)

    async def _run_combined(self, writes: list[Write]) -> None:
        if not writes:
            return
        sql, arguments = combined(writes)
        async with self.connection() as connection:
            with self._tracer.statement(sql):
                await connection.execute(sql, *arguments)

    async def close(self) -> None:
        """Close every connection of the pool, waiting at most two seconds for a database that does not respond."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self.pool.close()


@asynccontextmanager
async def read_only(connection: Any) -> AsyncIterator[None]:  # noqa: ANN401 - asyncpg is not typed
    """Open a read-only transaction for the block, so that a pooler routes all of its statements to one server."""
    async with connection.transaction(readonly=True):
        yield


class _Joined:
    """Context manager for the connection of the current transaction; it does not release it."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Any) -> None:  # noqa: ANN401 - asyncpg is not typed
        self._connection = connection

    async def __aenter__(self) -> Any:  # noqa: ANN401
        return self._connection

    async def __aexit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, traceback: TracebackType | None
    ) -> None:
        DATABASE_FAILURES.__exit__(kind, failure, traceback)


@asynccontextmanager
async def _transaction_on(connection: Any, options: Mapping[str, Any]) -> AsyncIterator[None]:  # noqa: ANN401
    transaction = connection.transaction(**options)
    try:
        await transaction.start()
    except BaseException:
        connection.terminate()  # a cancelled BEGIN may still succeed; the next user's writes would never be committed
        raise
    try:
        yield
    except TimeoutError:
        connection.terminate()  # PostgreSQL rolls back by itself; a ROLLBACK would have to wait again
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
        connection.terminate()  # PostgreSQL hangs, and rolls back once it notices the lost connection


class DatabaseAdapter:
    """Base of adapters that need nothing but the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
