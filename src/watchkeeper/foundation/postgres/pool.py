"""A pool whose connections are lent in the order in which they are asked for, and how it stands."""

import asyncio
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from sqlalchemy import PoolProxiedConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from watchkeeper.foundation.core.fifo_queue import FifoQueue
from watchkeeper.foundation.observability.metrics import Metrics, PoolState
from watchkeeper.foundation.postgres.errors import CONNECTION_LOST, DATABASE_FAILURES

_MOST_SECONDS = 1800.0
"""How old a connection gets before it makes room for a new one."""


@dataclass(frozen=True, slots=True)
class PooledConnection:
    """A connection of the pool: asyncpg's, and what SQLAlchemy's engine knows it by."""

    pooled: PoolProxiedConnection
    connection: Any
    opened_at: float

    @property
    def is_fit(self) -> bool:
        """Whether it may be lent again: PostgreSQL may have gone away while it lay in the pool."""
        return not self.connection.is_closed() and time.monotonic() - self.opened_at < _MOST_SECONDS

    def discard(self) -> None:
        """Close it, and let the engine open another in its place."""
        self.pooled.invalidate()
        self.pooled.close()


class ConnectionPool:
    """Lends connections, first come, first served, and measures how long is waited for them.

    SQLAlchemy's engine opens connections and closes them, and lends each of them to this pool for its whole life: its
    own queue lets whoever asks at the right moment go before those who wait, and handing a connection out and back
    through it takes as long as running a small statement. The one that was given back last is lent first.
    """

    def __init__(self, engine: AsyncEngine, *, size: int, wait_seconds: float, metrics: Metrics) -> None:
        self._engine = engine
        self._size = size
        self._idle: list[PooledConnection] = []
        self._lent = 0
        self._queue = FifoQueue()
        self._wait_seconds = wait_seconds
        self._metrics = metrics

    def loan(self) -> "Acquired":
        """Return the block for which a connection is lent."""
        return Acquired(self)

    def state(self) -> PoolState:
        """Return how the pool stands right now."""
        return PoolState(self._size, self._lent, len(self._idle), len(self._queue))

    def acquire_nowait(self) -> PooledConnection | None:
        """Return a connection, that is to be given back, where one lies ready and nobody was first. Else None."""
        if not self._idle or not self._is_next() or not self._idle[-1].is_fit:
            return None
        self._lent += 1
        self._metrics.observe_connection_wait(0.0)
        return self._idle.pop()

    async def lend(self) -> PooledConnection:
        """Return a connection, that is to be given back. Raises TimeoutError, and what the engine raises."""
        if self._is_next():
            self._lent += 1
            self._metrics.observe_connection_wait(0.0)
        else:
            await self._wait()
        try:
            return self._fit_idle() or await self._open()
        except BaseException:
            self._end_turn()
            raise

    def give_back(self, lease: PooledConnection, failure: BaseException | None) -> None:
        """Take a connection back, of which nobody may be given one that a `failure` has spoilt."""
        if failure is not None and is_spoilt(lease.connection, failure):
            lease.discard()
        else:
            self._idle.append(lease)
        self._end_turn()

    async def close(self) -> None:
        """Close all connections that lie in the pool."""
        while self._idle:
            self._idle.pop().pooled.close()
        await self._engine.dispose()

    def _is_next(self) -> bool:
        """Return whether whoever asks now need not wait. A turn that was handed over is somebody's, used or not yet."""
        return self._lent < self._size and not self._queue

    def _fit_idle(self) -> PooledConnection | None:
        while self._idle:
            lease = self._idle.pop()
            if lease.is_fit:
                return lease
            lease.discard()
        return None

    async def _open(self) -> PooledConnection:
        pooled = await self._engine.raw_connection()
        return PooledConnection(pooled, pooled.driver_connection, time.monotonic())

    def _end_turn(self) -> None:
        """Hand the turn over to who waits longest, if anybody does."""
        if not self._queue.wake_next():
            self._lent -= 1

    async def _wait(self) -> None:
        """Wait for the turn of somebody else. Raises TimeoutError."""
        started_at = time.perf_counter()
        turn = self._queue.join()
        limit = asyncio.get_running_loop().call_later(self._wait_seconds, _time_out, turn)
        try:
            await turn
        except BaseException as failure:
            if self._queue.leave(turn):
                self._end_turn()
            if isinstance(failure, TimeoutError):
                self._metrics.count_connection_timeout()
            raise
        finally:
            limit.cancel()
        self._metrics.observe_connection_wait(time.perf_counter() - started_at)


class Acquired:
    """A connection of the pool for one block; DATABASE_FAILURES are raised as what they mean.

    A class, as each layer of `asynccontextmanager` costs a tenth of a small statement.
    """

    __slots__ = ("_lease", "_pool")

    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool

    async def __aenter__(self) -> Any:  # noqa: ANN401 - asyncpg is not typed
        lease = self._pool.acquire_nowait()
        if lease is None:
            with DATABASE_FAILURES:
                lease = await self._pool.lend()
        self._lease = lease
        return lease.connection

    async def __aexit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._pool.give_back(self._lease, failure)
        if failure is not None:
            DATABASE_FAILURES.__exit__(kind, failure, traceback)


def _time_out(turn: "asyncio.Future[None]") -> None:
    if not turn.done():
        turn.set_exception(TimeoutError())


def is_spoilt(connection: Any, failure: BaseException) -> bool:  # noqa: ANN401
    """Return whether nobody may borrow a connection again after a failure."""
    # The driver asks PostgreSQL to end what was cut off, and whoever borrows next would wait until it did.
    is_cut_off = isinstance(failure, asyncio.CancelledError)
    is_lost = isinstance(failure, CONNECTION_LOST) or connection.is_closed()
    return is_cut_off or is_lost or connection.is_in_transaction()  # a second cancellation can cut a rollback off
