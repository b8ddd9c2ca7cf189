"""An engine's pool whose connections are lent in the order in which they are asked for, and how it stands."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import AsyncAdaptedQueuePool, PoolProxiedConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from watchkeeper.repositories.operations.metrics import Metrics, PoolState


class FairPool:
    """Lends connections, first come, first served, and measures how long is waited for them.

    SQLAlchemy's own queue lets whoever asks at the right moment go before those who wait, and these queue anew at the
    end: under load some are starved until their time is over.
    """

    def __init__(self, engine: AsyncEngine, *, size: int, wait_seconds: float, metrics: Metrics) -> None:
        self._engine = engine
        self._turns = asyncio.Semaphore(size)
        self._wait_seconds = wait_seconds
        self._metrics = metrics
        self._waiting = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until one of the connections is free, and keep it so for the block. Raises TimeoutError."""
        await self._wait()
        try:
            yield
        finally:
            self._turns.release()

    async def lend(self) -> PoolProxiedConnection:
        """Return a connection to whoever has a turn; the borrower closes it. Raises what the engine raises."""
        return await self._engine.raw_connection()

    def state(self) -> PoolState:
        """Return how the pool stands right now."""
        pool = self._engine.pool
        assert isinstance(pool, AsyncAdaptedQueuePool)  # noqa: S101 - for types; it is the engine's default
        return PoolState(pool.size(), pool.checkedout(), pool.checkedin(), self._waiting)

    async def _wait(self) -> None:
        started_at = time.perf_counter()
        self._waiting += 1
        try:
            async with asyncio.timeout(self._wait_seconds):
                await self._turns.acquire()
        except TimeoutError:
            self._metrics.count_connection_timeout()
            raise
        finally:
            self._waiting -= 1
        self._metrics.observe_connection_wait(time.perf_counter() - started_at)
