"""A streaming replica: it answers where it has replayed enough, and is passed over where it has not or is away."""

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
from watchkeeper.foundation.observability.null import NullMetrics
from watchkeeper.foundation.postgres.database import read_only
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.pool import ConnectionPool
from watchkeeper.foundation.postgres.statement import Statement

ResultT = TypeVar("ResultT")
Query = Callable[[Any], Awaitable[ResultT]]

_BACKOFF_SECONDS = 2.0
_KNOWN_SECONDS = 1.0
# None from a server that is no replica, or none any more: what it has replayed stays what it was.
_REPLAYED = Statement(
    text("SELECT CASE WHEN pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint END")
)


class _Known(NamedTuple):
    """What a server had replayed when it was asked."""

    replayed: int
    asked_at: float


_NOTHING = _Known(-1, -math.inf)


class ReplicaBehindError(Exception):
    """The replica has not replayed what must be in the answer."""


class ReplicaAwayError(Exception):
    """The replica does not answer, or not in time, or answered with a failure; it may have been left in peace."""


class Replica:
    """Connections to a replica. `seconds` is how long it is waited for; one that is away is left in peace for a while.

    A connection leads to one server for its whole life, whose position only grows; so it is asked for it where more is
    wanted than it had before, and once a second, as it may be promoted. Through a pooler it may lead elsewhere each
    time: there, position and answer are asked for in one transaction.
    """

    def __init__(self, options: DatabaseOptions, *, seconds: float) -> None:
        self._pool = ConnectionPool(replace(options, pool_wait_seconds=seconds), metrics=NullMetrics())
        self._seconds = seconds
        self._is_pooled = options.through_pooler
        self._known: WeakKeyDictionary[Any, _Known] = WeakKeyDictionary()
        self._backoff_until = 0.0

    async def read(self, least: int, query: Query[ResultT]) -> ResultT:
        """Return what `query` does on a connection to the replica, which has replayed `least` by then.

        Raises ReplicaBehindError, ReplicaAwayError.
        """
        if time.monotonic() < self._backoff_until:
            raise ReplicaAwayError
        try:
            async with (
                asyncio.timeout(self._seconds),
                self._pool.connection() as connection,
                self._on_one_server(connection),
            ):
                await self._require_replayed(connection, least)
                return await query(connection)
        except (DatabaseUnavailableError, TimeoutError) as failure:
            self._backoff_until = time.monotonic() + _BACKOFF_SECONDS
            raise ReplicaAwayError from failure
        except (asyncpg.PostgresError, TransactionConflictError) as failure:
            # Replaying had to remove rows under the statement, or a table is not there yet: the primary knows better.
            raise ReplicaAwayError from failure

    async def close(self) -> None:
        await self._pool.close()

    def _on_one_server(self, connection: Any) -> AbstractAsyncContextManager[None]:  # noqa: ANN401 - asyncpg is not typed
        return read_only(connection) if self._is_pooled else nullcontext()

    async def _require_replayed(self, connection: Any, least: int) -> None:  # noqa: ANN401
        asked_at = time.monotonic()
        known = self._known.get(connection, _NOTHING)
        if known.replayed >= least and asked_at - known.asked_at < _KNOWN_SECONDS:
            return
        replayed: int | None = await connection.fetchval(_REPLAYED.sql)
        if replayed is None or replayed < least:
            raise ReplicaBehindError
        if not self._is_pooled:
            self._known[connection] = _Known(replayed, asked_at)
