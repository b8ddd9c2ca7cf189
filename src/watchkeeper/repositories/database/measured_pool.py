import time

from sqlalchemy import AsyncAdaptedQueuePool, PoolProxiedConnection
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine

from watchkeeper.repositories.operations.metrics import Metrics, PoolState


class MeasuredPool:
    """An engine's pool, with how long is waited for its connections. Raises what the engine raises."""

    def __init__(self, engine: AsyncEngine, metrics: Metrics) -> None:
        self._engine = engine
        self._metrics = metrics
        self._waiting = 0

    async def lend(self) -> PoolProxiedConnection:
        """Return a connection of the pool; the borrower closes it."""
        started_at = time.perf_counter()
        self._waiting += 1
        try:
            connection = await self._engine.raw_connection()
        except PoolTimeoutError:
            self._metrics.count_connection_timeout()
            raise
        finally:
            self._waiting -= 1
        self._metrics.observe_connection_wait(time.perf_counter() - started_at)
        return connection

    def state(self) -> PoolState:
        """Return how the pool stands right now."""
        pool = self._engine.pool
        assert isinstance(pool, AsyncAdaptedQueuePool)  # noqa: S101 - for types; it is the engine's default
        return PoolState(pool.size(), pool.checkedout(), pool.checkedin(), self._waiting)
