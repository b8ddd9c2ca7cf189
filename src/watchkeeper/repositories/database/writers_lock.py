"""The lock that whoever writes holds shared, so that a process that has it alone knows that nobody else can.

A process of the service holds it by the session of its change feed, for as long as it runs; whoever has none takes it
in each transaction that writes. It is the database's own: others on the same server have theirs.
"""

from typing import Any

import asyncpg

from watchkeeper.models.errors.base import DatabaseUnavailableError

LEASE_SECONDS = 1.0
"""How long a process believes to be alone after it last asked."""

PATIENCE_SECONDS = 3
"""How long is waited for a process that is alone before its session is ended: it is frozen, its lease over long ago."""

_KEY = "5722443, 1"
_OF_KEY = (
    "locktype = 'advisory' AND classid = 5722443 AND objid = 1 AND objsubid = 2 "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
IS_WANTED = f"EXISTS (SELECT FROM pg_locks WHERE {_OF_KEY} AND NOT granted)"
TRY_ALONE = f"SELECT pg_try_advisory_lock({_KEY})"
LEAVE_ALONE = f"SELECT pg_advisory_unlock({_KEY})"
SHARE_IN_TRANSACTION = f"SELECT pg_advisory_xact_lock_shared({_KEY})"
# PostgreSQL measures the wait: only what it sees waiting for so long may end somebody else's session. All in one trip.
_BEGIN_SHARING = f"""
BEGIN;
SET LOCAL statement_timeout = 0;
SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s';
{SHARE_IN_TRANSACTION};
SET LOCAL statement_timeout TO DEFAULT;
SET LOCAL lock_timeout TO DEFAULT
"""
_WAIT_IN_SESSION = f"""
SET statement_timeout = 0;
SET lock_timeout = '{PATIENCE_SECONDS}s';
SELECT pg_advisory_lock_shared({_KEY});
RESET statement_timeout;
RESET lock_timeout
"""
_END_HOLDER = (
    f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE {_OF_KEY} AND granted "  # noqa: S608 - nobody's input
    "AND mode = 'ExclusiveLock'"
)
_ATTEMPTS = 5
_BOUND_SECONDS = PATIENCE_SECONDS + 2.0


async def share_in_session(connection: Any) -> None:  # noqa: ANN401 - asyncpg is not typed
    """Hold the lock for as long as the session lasts. Whoever is alone makes way, or is made to.

    Raises DatabaseUnavailableError where that can't be had, and what the driver raises.
    """
    for _ in range(_ATTEMPTS):
        try:
            await connection.execute(_WAIT_IN_SESSION, timeout=_BOUND_SECONDS)
        except asyncpg.LockNotAvailableError:
            await _end_holder(connection)
        else:
            return
    raise DatabaseUnavailableError


async def make_way(dsn: str) -> None:
    """See to it that nobody is alone at a database, for as long as those who were don't try again: a minute.

    Raises as `share_in_session` does.
    """
    connection = await asyncpg.connect(dsn, timeout=5, statement_cache_size=0)
    try:
        await share_in_session(connection)
    finally:
        await connection.close()


class SharingTransaction:
    """A transaction that holds the lock until it ends, for a connection that is in none."""

    def __init__(self, connection: Any) -> None:  # noqa: ANN401
        self._connection = connection

    async def start(self) -> None:
        """Raises as `share_in_session` does."""
        for _ in range(_ATTEMPTS):
            try:
                await self._connection.execute(_BEGIN_SHARING, timeout=_BOUND_SECONDS)
            except asyncpg.LockNotAvailableError:
                await self.rollback()
                await _end_holder(self._connection)
            else:
                return
        raise DatabaseUnavailableError

    async def commit(self) -> None:
        await self._connection.execute("COMMIT")

    async def rollback(self) -> None:
        await self._connection.execute("ROLLBACK")


async def _end_holder(connection: Any) -> None:  # noqa: ANN401
    try:
        await connection.execute(_END_HOLDER)
    except asyncpg.InsufficientPrivilegeError as failure:
        raise DatabaseUnavailableError from failure  # the session of another role: its owner must end it
