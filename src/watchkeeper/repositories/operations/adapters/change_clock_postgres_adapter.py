"""Whether this process alone can write to the database, and what that lets it know. See decision 0035."""

import asyncio
import select
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog

from watchkeeper.foundation.core.clock import elapsed
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.postgres.options import SERVICE_NAME
from watchkeeper.repositories.database.own_writes import OwnWrites
from watchkeeper.repositories.database.writers_lock import (
    IS_WANTED,
    LEASE_SECONDS,
    LEAVE_ALONE,
    TRY_ALONE,
    share_in_session,
)

_LOOK = f"""
SELECT pg_current_snapshot()::text AS snapshot, {IS_WANTED} AS is_wanted,
EXISTS (
    SELECT FROM pg_stat_activity WHERE datname = current_database()
    AND application_name LIKE '{SERVICE_NAME}%' AND application_name <> $1
) AS has_company,
ARRAY(SELECT pid FROM pg_stat_activity WHERE pid = ANY($2::int[])) AS living
"""  # noqa: S608 - nobody's input
_SESSION = "SELECT pg_backend_pid()"
_BOUND_SECONDS = 3.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often PostgreSQL is asked, and how long an answer is believed. Times are in seconds.

    `share` is how long one is believed of the lock that is held shared: a process that lost it without knowing may
    begin to write for so long. So one that is alone waits longer, `settling`, before it believes it.
    """

    alone: float = 0.25
    among_others: float = 1.0
    share: float = 3.0
    settling: float = 4.0
    retreat: float = 60.0


class PostgresChangeClock:
    """Holds the writers' lock for this process by the session of the change feed, and tries to be alone with it.

    It is alone while it holds the lock exclusively and no other session of the service was there that could write
    without holding it, once it has settled. While it asks every `pace.alone`, it makes way as soon as anybody waits for
    the lock, and notices what was written past the service.
    """

    def __init__(
        self,
        writes: OwnWrites,
        *,
        dsn: str,
        process_name: str,
        may_be_alone: bool,
        metrics: Metrics,
        pace: Pace | None = None,
        clock: Callable[[], float] = elapsed,
    ) -> None:
        self._writes = writes
        self._dsn = dsn
        self._process_name = process_name
        self._may_be_alone = may_be_alone
        self._metrics = metrics
        self._pace = pace or Pace()
        self._clock = clock
        self._is_direct = False
        self._is_alone = False
        self._believed_until = 0.0
        self._locked_at: float | None = None
        self._next_attempt = 0.0
        self._snapshot = ""
        self._unread: Callable[[int], list[Any]] = _nothing
        self.has_registered = asyncio.Event()

    @property
    def is_alone(self) -> bool:
        """Whether nobody else can write, and no write of this process is under way or in doubt."""
        return self.reading() is not None

    def reading(self) -> int | None:
        writes = self._writes
        if not self._is_alone or writes.in_flight or writes.doubtful or self._clock() >= self._believed_until:
            return None
        # PostgreSQL says farewell before it gives a lock to others, and the event loop may not have come to it yet.
        return None if self._unread(0) else writes.generation

    async def arrive(self, connection: Any) -> float:  # noqa: ANN401 - asyncpg is not typed
        self._is_direct = await connection.fetchval(_SESSION, timeout=_BOUND_SECONDS) == connection.get_server_pid()
        if not self._is_direct:  # a pooler that nobody told of stands between: whose session it is, is the pooler's
            self.has_registered.set()
            return self._pace.among_others
        asked_at = self._clock()
        await share_in_session(connection, self._dsn)
        self._writes.shared_until = asked_at + self._pace.share
        self._unread = _unread_of(connection)
        self._snapshot = ""
        pause_seconds = await self.look(connection)
        self.has_registered.set()
        return pause_seconds

    async def look(self, connection: Any) -> float:  # noqa: ANN401
        if not self._is_direct:
            await connection.fetchval(_SESSION, timeout=_BOUND_SECONDS)
            return self._pace.among_others
        asked_at = self._clock()
        doubtful = set(self._writes.doubtful)
        seen = await connection.fetchrow(_LOOK, self._process_name, list(doubtful), timeout=_BOUND_SECONDS)
        self._writes.shared_until = asked_at + self._pace.share
        self._believed_until = asked_at + LEASE_SECONDS
        self._writes.doubtful -= doubtful.difference(seen["living"])
        if doubtful or seen["snapshot"] != self._snapshot:  # somebody wrote, and be it by hand
            self._snapshot = seen["snapshot"]
            self._writes.forget()
        if self._may_be_alone:
            await self._decide(connection, asked_at, is_free=not seen["is_wanted"] and not seen["has_company"])
        return self._pace.among_others if self._locked_at is None else self._pace.alone

    def leave(self) -> None:
        self._writes.shared_until = 0.0
        self._locked_at = None
        self._unread = _nothing
        self._be_alone(now=False)

    async def _decide(self, connection: Any, asked_at: float, *, is_free: bool) -> None:  # noqa: ANN401
        if self._locked_at is None:
            if is_free and asked_at >= self._next_attempt:
                await self._try(connection)
        elif not is_free:
            self._be_alone(now=False)  # before anybody else can have the lock
            self._locked_at = None
            self._next_attempt = asked_at + self._pace.retreat
            await connection.execute(LEAVE_ALONE, timeout=_BOUND_SECONDS)
        elif not self._is_alone and asked_at >= self._locked_at + self._pace.settling:
            self._be_alone(now=True)

    async def _try(self, connection: Any) -> None:  # noqa: ANN401
        if await connection.fetchval(TRY_ALONE, timeout=_BOUND_SECONDS):
            self._locked_at = self._clock()

    def _be_alone(self, *, now: bool) -> None:
        if now is not self._is_alone:
            self._is_alone = now
            self._writes.forget()
            self._metrics.show_alone(is_alone=now)
            _log.info("alone" if now else "no_longer_alone")


def _nothing(milliseconds: int) -> list[Any]:
    return []


def _unread_of(connection: Any) -> Callable[[int], list[Any]]:  # noqa: ANN401
    """Return what tells whether PostgreSQL has said something that was not read yet."""
    poll = select.poll()
    poll.register(connection._transport.get_extra_info("socket").fileno(), select.POLLIN)  # noqa: SLF001 - no other way
    return poll.poll
