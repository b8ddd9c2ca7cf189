"""How far the log of PostgreSQL (WAL) must be replayed somewhere for somebody to see there what they wrote."""

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

# Whoever waits for the row may come after somebody whose position is greater.
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
# In one statement: nobody sees the rows gone and what stands for them not yet there.
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

Found = Mapping[UUID | None, int]
"""Positions of accounts, and under None that of right now."""


class ReplicationTokens:
    """Positions in the log at which the last writes of accounts were acknowledged, kept by the primary itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, user_id: UUID) -> None:
        """Note that all that was committed so far may be known to an account. Raises DatabaseUnavailableError."""
        await self._database.execute(_RECORD, user_id=user_id)

    async def find(self, user_ids: Collection[UUID]) -> Found:
        """Return where accounts have written last, of those that have since the server started, and right now."""
        rows = await self._database.fetch(_FIND, user_ids=[*user_ids])
        return {row["user_id"]: row["position"] for row in rows}

    async def forget_old(self) -> int:
        """Put together the rows of accounts that have written nothing for an hour; return of how many servers."""
        return await self._database.execute(_FORGET, anonymous=ANONYMOUS, max_age=_MAX_AGE)


class LatestPosition:
    """Bounds how late an answer may be: required is the oldest position of right now that was seen within the bound."""

    def __init__(self, lag_seconds: float) -> None:
        self._lag_seconds = lag_seconds
        self._seen: deque[tuple[float, int]] = deque()

    @property
    def required(self) -> int:
        return self._seen[0][1] if self._seen else 0

    def note(self, position: int, seen_at: float) -> None:
        """Note that the log had come to `position`, or further, at a moment."""
        if not self._seen or seen_at - self._seen[-1][0] >= self._lag_seconds / _SEEN_POSITIONS:
            self._seen.append((seen_at, position))
        while seen_at - self._seen[0][0] > self._lag_seconds:
            self._seen.popleft()


class RequiredLsns:
    """Asks for positions once for all who want one meanwhile, none of whom misses a write acknowledged before.

    Nobody is content with less than what was there `lag_seconds` ago.
    """

    def __init__(self, positions: ReplicationTokens, *, lag_seconds: float) -> None:
        self._positions = positions
        self._latest = LatestPosition(lag_seconds)
        self._questions: Coalescer[Found] = Coalescer(self._find)
        self._requested: set[UUID] = set()

    async def of(self, user_id: UUID) -> int | None:
        """Return what must be replayed where an account reads, or None where only the primary knows enough."""
        self._requested.add(user_id)
        found = await self._questions.result()
        least = found.get(user_id, found.get(ANONYMOUS))
        return None if least is None else max(least, self._latest.required)

    async def of_everybody(self) -> int:
        """Return what must be replayed for everything that is committed by now."""
        return (await self._questions.result())[None]

    async def _find(self) -> Found:
        requested, self._requested = self._requested, set()
        asked_at = time.monotonic()
        found = await self._positions.find({*requested, ANONYMOUS})
        self._latest.note(found[None], asked_at)
        if ANONYMOUS not in found:  # from now on: whatever was written before is left of this position
            await self._positions.record(ANONYMOUS)
        return found
