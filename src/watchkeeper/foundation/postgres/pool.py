"""Connection pool: a queue of those who wait, and a stack of asyncpg connections."""

import asyncio
import json
import time
from collections import deque
from types import TracebackType
from typing import Any

import asyncpg

from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.observability.metrics import Metrics, PoolState
from watchkeeper.foundation.postgres.errors import CONNECTION_LOST, DATABASE_FAILURES
from watchkeeper.foundation.postgres.options import DatabaseOptions

_MAX_AGE_SECONDS = 1800.0


class ConnectionPool:
    """Opens up to `options.pool_size` connections on demand, and reuses them.

    Callers acquire connections in FIFO order; the connection released last is reused first (LIFO).
    """

    def __init__(self, options: DatabaseOptions, *, metrics: Metrics) -> None:
        self._options = options
        self._arguments = options.connect_arguments()
        self._metrics = metrics
        self._waiting: deque[asyncio.Future[bool]] = deque()
        self._idle: list[Any] = []
        self._opened_at: dict[Any, float] = {}
        self._in_use = 0

    def connection(self) -> "PooledConnection":
        """Return a context manager that acquires a connection and releases it."""
        return PooledConnection(self)

    def state(self) -> PoolState:
        """Return how many connections the pool has, and how many callers wait."""
        waiting = sum(not permit.done() for permit in self._waiting)
        return PoolState(self._options.pool_size, self._in_use, len(self._idle), waiting)

    async def acquire(self) -> Any:  # noqa: ANN401 - asyncpg is not typed
        """Return a connection, which the caller must release.

        Raises TimeoutError after `options.pool_wait_seconds`, DatabaseUnavailableError where PostgreSQL rejects a new
        connection, and OSError or the driver's errors where it is unreachable.
        """
        if self._in_use < self._options.pool_size:
            self._in_use += 1
            self._metrics.observe_connection_wait(0.0)
        else:
            await self._wait()
        try:
            return self._pop_idle() or await self._open()
        except BaseException:
            self._release_permit()
            raise

    def release(self, connection: Any, failure: BaseException | None = None) -> None:  # noqa: ANN401
        """Return a connection to the pool; terminate it if `failure` made it unusable."""
        if failure is not None and _is_unusable(connection, failure):
            self._terminate(connection)
        else:
            self._idle.append(connection)
        self._release_permit()

    async def close(self) -> None:
        """Close the idle connections. Errors of connections that are already lost are ignored."""
        idle, self._idle = self._idle, []
        self._opened_at.clear()
        await asyncio.gather(*(connection.close() for connection in idle), return_exceptions=True)

    async def _wait(self) -> None:
        """Wait for the permit of somebody who releases theirs: in order, and without a task or a time-out context."""
        loop = asyncio.get_running_loop()
        started_at = time.perf_counter()
        permit: asyncio.Future[bool] = loop.create_future()
        self._waiting.append(permit)
        timer = loop.call_later(self._options.pool_wait_seconds, _end_wait, permit, False)
        try:
            is_granted = await permit
        except asyncio.CancelledError:
            if not permit.cancelled() and permit.result():
                self._release_permit()
            raise
        finally:
            timer.cancel()
        if not is_granted:
            self._metrics.count_connection_timeout()
            raise TimeoutError
        self._metrics.observe_connection_wait(time.perf_counter() - started_at)

    def _release_permit(self) -> None:
        while self._waiting:
            if _end_wait(self._waiting.popleft(), True):
                return
        self._in_use -= 1

    def _pop_idle(self) -> Any | None:  # noqa: ANN401
        while self._idle:
            connection = self._idle.pop()
            opened_at = self._opened_at.get(connection, 0.0)
            if not connection.is_closed() and time.monotonic() - opened_at < _MAX_AGE_SECONDS:
                return connection
            self._terminate(connection)
        return None

    async def _open(self) -> Any:  # noqa: ANN401
        try:
            connection = await asyncpg.connect(self._options.dsn, **self._arguments)
        except asyncpg.PostgresError as failure:  # starting up, full, unknown database or account
            raise DatabaseUnavailableError from failure
        try:
            await _set_codecs(connection)
        except BaseException:
            connection.terminate()
            raise
        self._opened_at[connection] = time.monotonic()
        return connection

    def _terminate(self, connection: Any) -> None:  # noqa: ANN401
        self._opened_at.pop(connection, None)
        connection.terminate()


class PooledConnection:
    """Acquires a connection for one block; DATABASE_FAILURES translates errors inside it.

    It is a class, because each layer of `asynccontextmanager` costs a tenth of a small statement.
    """

    __slots__ = ("_connection", "_pool")

    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool

    async def __aenter__(self) -> Any:  # noqa: ANN401
        with DATABASE_FAILURES:
            self._connection = await self._pool.acquire()
        return self._connection

    async def __aexit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._pool.release(self._connection, failure)
        if failure is not None:
            DATABASE_FAILURES.__exit__(kind, failure, traceback)


def _end_wait(permit: asyncio.Future[bool], is_granted: bool) -> bool:
    """Tell who waits whether they have a permit; return whether they still wait."""
    still_waits = not permit.done()
    if still_waits:
        permit.set_result(is_granted)
    return still_waits


def _is_unusable(connection: Any, failure: BaseException) -> bool:  # noqa: ANN401
    # After a cancellation the driver sends a cancel request, and the next user of the connection would wait for its
    # end.
    is_cancelled = isinstance(failure, asyncio.CancelledError)
    is_lost = isinstance(failure, CONNECTION_LOST) or connection.is_closed()
    return is_cancelled or is_lost or connection.is_in_transaction()  # a second cancellation can end a rollback


async def _set_codecs(connection: Any) -> None:  # noqa: ANN401
    """Set codecs that send json and jsonb as text and return Python objects, as SQLAlchemy's dialect does."""
    await connection.set_type_codec(
        "json", schema="pg_catalog", format="binary", encoder=str.encode, decoder=_decode_json
    )
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", format="binary", encoder=_encode_jsonb, decoder=_decode_jsonb
    )


def _decode_json(data: bytes) -> Any:  # noqa: ANN401 - JSON
    return json.loads(data)


def _encode_jsonb(text: str) -> bytes:
    return b"\x01" + text.encode()  # the version of PostgreSQL's binary format


def _decode_jsonb(data: bytes) -> Any:  # noqa: ANN401
    return json.loads(data[1:])
