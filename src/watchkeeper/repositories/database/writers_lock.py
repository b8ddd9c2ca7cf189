"""The lock that whoever writes holds shared, so that a process that has it alone knows that nobody else can.

A process of the service holds it by the session of its change feed, for as long as it runs; whoever has none takes it
in each transaction that writes. It is the database's own: others on the same server have theirs.
"""

import asyncio
from typing import Any

import asyncpg
import structlog

LEASE_SECONDS = 1.0
"""How long a process believes to be alone after it last asked."""

PATIENCE_SECONDS = 3
"""How long is waited for a process that is alone before its session is ended: it is frozen, its lease over long ago."""

_MOST_SECONDS = 8
"""How long is waited in all."""

_KEY = "5722443, 1"
_OF_KEY = (
    "locktype = 'advisory' AND classid = 5722443 AND objid = 1 AND objsubid = 2 "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
IS_WANTED = f"EXISTS (SELECT FROM pg_locks WHERE {_OF_KEY} AND NOT granted)"
TRY_ALONE = f"SELECT pg_try_advisory_lock({_KEY})"
LEAVE_ALONE = f"SELECT pg_advisory_unlock({_KEY})"
SHARE_IN_TRANSACTION = f"SELECT pg_advisory_xact_lock_shared({_KEY})"
_BOUNDED = f"""
SET LOCAL statement_timeout = 0;
SET LOCAL lock_timeout = '{_MOST_SECONDS}s';
"""
_BEGIN_SHARING = f"""
BEGIN;
{_BOUNDED}
{SHARE_IN_TRANSACTION};
SET LOCAL statement_timeout TO DEFAULT;
SET LOCAL lock_timeout TO DEFAULT
"""
_SHARE_IN_SESSION = f"BEGIN; {_BOUNDED} SELECT pg_advisory_lock_shared({_KEY}); COMMIT"
# By PostgreSQL's own clock, and only while whoever waits is still there to be seen: each look has seen them then, so
# the lease of the holder is over, whoever gets the lock next.
_END_HOLDER = (
    f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE {_OF_KEY} AND granted AND mode = 'ExclusiveLock' "  # noqa: S608 - nobody's input
    f"AND EXISTS (SELECT FROM pg_locks WHERE {_OF_KEY} AND NOT granted "
    f"AND waitstart < clock_timestamp() - interval '{PATIENCE_SECONDS} seconds')"
)
_PAUSE_SECONDS = 0.2
_BOUND_SECONDS = _MOST_SECONDS + 2.0

_log = structlog.get_logger(__name__)


async def share_in_session(connection: Any, dsn: str) -> None:  # noqa: ANN401 - asyncpg is not typed
    """Hold the lock for as long as the session lasts. Whoever is alone makes way, or is made to.

    Raises what the driver raises, LockNotAvailableError where it can't be had.
    """
    async with _Overtaking(dsn):
        await connection.execute(_SHARE_IN_SESSION, timeout=_BOUND_SECONDS)


async def make_way(dsn: str) -> None:
    """See to it that nobody is alone at a database, for as long as those who were don't try again: a minute.

    Raises as `share_in_session` does.
    """
    connection = await asyncpg.connect(dsn, timeout=5, statement_cache_size=0)
    try:
        await share_in_session(connection, dsn)
    finally:
        await connection.close()


class SharingTransaction:
    """A transaction that holds the lock until it ends, for a connection that is in none."""

    def __init__(self, connection: Any, dsn: str) -> None:  # noqa: ANN401
        self._connection = connection
        self._dsn = dsn

    async def start(self) -> None:
        """Raises as `share_in_session` does; the connection is of no use then."""
        async with _Overtaking(self._dsn):
            await self._connection.execute(_BEGIN_SHARING, timeout=_BOUND_SECONDS)

    async def commit(self) -> None:
        await self._connection.execute("COMMIT")

    async def rollback(self) -> None:
        await self._connection.execute("ROLLBACK")


class _Overtaking:
    """Ends the session that holds the lock alone, where this block, which waits for it, takes too long.

    On a connection of its own, as that of the block waits.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._begin)

    async def __aexit__(self, *failure: object) -> None:
        self._timer.cancel()
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    def _begin(self) -> None:
        self._task = asyncio.create_task(self._keep_trying(), name="overtaking")

    async def _keep_trying(self) -> None:
        while True:
            try:
                await self._end_holder()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as failure:  # another role's, for one
                _log.warning("not_overtaken", cause=type(failure).__name__)
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _end_holder(self) -> None:
        connection = await asyncpg.connect(self._dsn, timeout=_MOST_SECONDS, statement_cache_size=0)
        try:
            await connection.execute(_END_HOLDER, timeout=_MOST_SECONDS)
        finally:
            connection.terminate()
