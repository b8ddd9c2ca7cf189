"""A streaming replica: it runs queries if it has replayed the required LSN, and is skipped if not or if unavailable."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

import asyncpg
from sqlalchemy import text

from watchkeeper.foundation.core.errors import DatabaseUnavailableError, TransactionConflictError
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.postgres.database import read_only
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.pool import ConnectionPool
from watchkeeper.foundation.postgres.statement import Statement

ResultT = TypeVar("ResultT")
Query = Callable[[Any], Awaitable[ResultT]]

_BACKOFF_SECONDS = 2.0
_POSITION_SECONDS = 1.0
# NULL from a server that is not a replica, or no longer one: its replay position does not advance.
_REPLAYED = Statement(
    text("SELECT CASE WHEN pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint END")
)


class _ReplayPosition(NamedTuple):
    """The replay position of a server, and when it was read."""

    replayed: int
    read_at: float


_UNREAD = _ReplayPosition(-1, -math.inf)


class ReplicaBehindError(Exception):
    """The replica has not replayed the required LSN."""


class ReplicaUnavailableError(Exception):
    """The replica does not respond in time, fails, or is in backoff after a failure."""


class Replica:
    """Connections to a replica. `seconds` is the timeout of a read; an unavailable replica is skipped for a backoff of
    two seconds.

    A connection leads to one server for its whole life, whose position only grows; so the position is read only where
    the required LSN exceeds the last one read, and once a second, as the server may be promoted. Through a pooler a
    connection may lead to another server each time: there, position and rows are read in one transaction.
    """

    def __init__(self, options: DatabaseOptions, *, seconds: float) -> None:
        self._pool = ConnectionPool(replace(options, pool_wait_seconds=seconds), metrics=Metrics())
        self._seconds = seconds
        self._is_pooled = options.through_pooler
        self._positions: WeakKeyDictionary[Any, _ReplayPosition] = WeakKeyDictionary()
        self._backoff_until = 0.0

    async def read(self, required_lsn: int, query: Query[ResultT]) -> ResultT:
        """Run `query` on a connection to the replica once it has replayed `required_lsn`, and return its result.

        Raises ReplicaBehindError, ReplicaUnavailableError.
        """
        if time.monotonic() < self._backoff_until:
            raise ReplicaUnavailableError
        try:
            async with (
                asyncio.timeout(self._seconds),
                self._pool.connection() as connection,
                self._on_one_server(connection),
            ):
                await self._require_replayed(connection, required_lsn)
                return await query(connection)
        except (DatabaseUnavailableError, TimeoutError) as failure:
            self._backoff_until = time.monotonic() + _BACKOFF_SECONDS
            raise ReplicaUnavailableError from failure
        except (asyncpg.PostgresError, TransactionConflictError) as failure:
            # Replay conflicted with the statement, or a table has not been replicated yet: the primary handles it.
            raise ReplicaUnavailableError from failure

    async def close(self) -> None:
        await self._pool.close()

    def _on_one_server(self, connection: Any) -> AbstractAsyncContextManager[None]:  # noqa: ANN401 - asyncpg is not typed
        return read_only(connection) if self._is_pooled else nullcontext()

    async def _require_replayed(self, connection: Any, required_lsn: int) -> None:  # noqa: ANN401
        read_at = time.monotonic()
        last = self._positions.get(connection, _UNREAD)
        if last.replayed >= required_lsn and read_at - last.read_at < _POSITION_SECONDS:
            return
        replayed: int | None = await connection.fetchval(_REPLAYED.sql)
        if replayed is None or replayed < required_lsn:
            raise ReplicaBehindError
        if not self._is_pooled:
            self._positions[connection] = _ReplayPosition(replayed, read_at)
