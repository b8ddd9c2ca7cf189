"""Replication tokens: the LSN that a replica must have replayed for an account to read its own writes."""

import time
from collections import deque
from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ARRAY, Interval, Uuid, bindparam, text

from watchkeeper.foundation.core.single_flight import Coalescer
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.replica.entity import ANONYMOUS
from watchkeeper.foundation.postgres.statement import Statement

_MAX_AGE = timedelta(hours=1)
_SEEN_POSITIONS = 10

# A transaction that waited for the row may come after one with a greater position.
_RECORD = Statement(
    text("""
    INSERT INTO write_positions AS known (user_id, position, server_started, recorded_at)
    VALUES (:user_id, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint, pg_postmaster_start_time(), now())
    ON CONFLICT (user_id) DO UPDATE SET
        position = CASE WHEN known.server_started = excluded.server_started
            THEN greatest(known.position, excluded.position) ELSE excluded.position END,
        server_started = excluded.server_started,
        recorded_at = excluded.recorded_at
    """).bindparams(bindparam("user_id", type_=Uuid()))
)
_FIND = Statement(
    text("""
    SELECT CAST(NULL AS uuid) AS user_id, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint AS position
    UNION ALL
    SELECT user_id, position FROM write_positions
    WHERE user_id = ANY(:user_ids) AND server_started = pg_postmaster_start_time()
    """).bindparams(bindparam("user_ids", type_=ARRAY(Uuid())))
)
# In one statement: no reader sees the rows deleted before their maximum is stored.
_FORGET = Statement(
    text("""
    WITH gone AS (
        DELETE FROM write_positions
        WHERE user_id <> :anonymous AND recorded_at < now() - :max_age
        RETURNING position, server_started
    )
    UPDATE write_positions AS rest SET position = greatest(rest.position, gone.position)
    FROM (SELECT server_started, max(position) AS position FROM gone GROUP BY server_started) AS gone
    WHERE rest.user_id = :anonymous AND rest.server_started = gone.server_started
    """).bindparams(bindparam("anonymous", type_=Uuid()), bindparam("max_age", type_=Interval()))
)

Positions = Mapping[UUID | None, int]
"""Positions by account; None is the key of the current position."""


class ReplicationTokens:
    """WAL positions at which the last writes of accounts were acknowledged, stored on the primary."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, user_id: UUID) -> None:
        """Store the current position for an account, to which all commits up to now may be known. Raises
        DatabaseUnavailableError."""
        await self._database.execute(_RECORD, user_id=user_id)

    async def find(self, user_ids: Collection[UUID]) -> Positions:
        """Return the positions of accounts that have written since the server started, and the current position."""
        rows = await self._database.fetch(_FIND, user_ids=[*user_ids])
        return {row["user_id"]: row["position"] for row in rows}

    async def forget_old(self) -> int:
        """Merge the rows of accounts without a write for an hour into the anonymous one; return the number of servers
        merged."""
        return await self._database.execute(_FORGET, anonymous=ANONYMOUS, max_age=_MAX_AGE)


class LatestPosition:
    """Bounds the lag of a read: `required` is the oldest current position that was read within the bound."""

    def __init__(self, lag_seconds: float) -> None:
        self._lag_seconds = lag_seconds
        self._seen: deque[tuple[float, int]] = deque()

    @property
    def required(self) -> int:
        return self._seen[0][1] if self._seen else 0

    def note(self, position: int, seen_at: float) -> None:
        """Note that the WAL had reached at least `position` at `seen_at` (seconds, monotonic)."""
        if not self._seen or seen_at - self._seen[-1][0] >= self._lag_seconds / _SEEN_POSITIONS:
            self._seen.append((seen_at, position))
        while seen_at - self._seen[0][0] > self._lag_seconds:
            self._seen.popleft()


class RequiredLsns:
    """Reads positions in one statement for all concurrent callers; each read starts after its callers arrived.

    The required LSN is never older than the current position of `lag_seconds` ago.
    """

    def __init__(self, positions: ReplicationTokens, *, lag_seconds: float) -> None:
        self._positions = positions
        self._latest = LatestPosition(lag_seconds)
        self._reads: Coalescer[Positions] = Coalescer(self._find)
        self._requested: set[UUID] = set()

    async def of(self, user_id: UUID) -> int | None:
        """Return the LSN required for reads of an account, or None where only the primary is recent enough."""
        self._requested.add(user_id)
        found = await self._reads.result()
        required_lsn = found.get(user_id, found.get(ANONYMOUS))
        return None if required_lsn is None else max(required_lsn, self._latest.required)

    async def of_all(self) -> int:
        """Return the LSN required for everything that is committed by now."""
        return (await self._reads.result())[None]

    async def _find(self) -> Positions:
        requested, self._requested = self._requested, set()
        read_at = time.monotonic()
        found = await self._positions.find({*requested, ANONYMOUS})
        self._latest.note(found[None], read_at)
        if ANONYMOUS not in found:  # every earlier write is before this position
            await self._positions.record(ANONYMOUS)
        return found
