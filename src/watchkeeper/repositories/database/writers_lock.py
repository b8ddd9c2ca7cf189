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
_TRY_IN_TRANSACTION = f"SELECT pg_try_advisory_xact_lock_shared({_KEY})"
# PostgreSQL measures the wait: only what it sees waiting for so long may end somebody else's session.
_WAIT_IN_TRANSACTION = f"""
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


async def begin_sharing(connection: Any) -> Any:  # noqa: ANN401
    """Return a transaction, begun, that holds the lock until it ends. Raises as `share_in_session` does."""
    for _ in range(_ATTEMPTS):
        transaction = connection.transaction()
        await transaction.start()
        try:
            await _share_in_transaction(connection)
        except asyncpg.LockNotAvailableError:
            await transaction.rollback()
            await _end_holder(connection)
        else:
            return transaction
    raise DatabaseUnavailableError


async def _share_in_transaction(connection: Any) -> None:  # noqa: ANN401
    if not await connection.fetchval(_TRY_IN_TRANSACTION):
        await connection.execute(_WAIT_IN_TRANSACTION, timeout=_BOUND_SECONDS)


async def _end_holder(connection: Any) -> None:  # noqa: ANN401
    try:
        await connection.execute(_END_HOLDER)
    except asyncpg.InsufficientPrivilegeError as failure:
        raise DatabaseUnavailableError from failure  # the session of another role: its owner must end it
