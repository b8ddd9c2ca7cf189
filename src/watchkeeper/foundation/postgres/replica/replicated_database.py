"""PostgreSQL with a streaming replica beside it, which answers what it may."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.observability.tracer import Tracer
from watchkeeper.foundation.postgres.database import Database, Row
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.replica.replica import Replica, ReplicaAwayError, ReplicaBehindError
from watchkeeper.foundation.postgres.replica.replication_tokens import ReplicationTokens, RequiredLsns
from watchkeeper.foundation.postgres.statement import Statement

ResultT = TypeVar("ResultT")

REPLICA_READABLE = frozenset(
    {
        "genres",
        "platforms",
        "rating_prior",
        "ratings",
        "reviews",
        "title_external_ids",
        "title_figures",
        "title_genres",
        "title_platforms",
        "title_references",
        "titles",
        "watch_entries",
    }
)
"""Tables that a replica may be asked about. Sessions, keys, versions of content and what is new are the primary's."""

_BESIDE_THEM = REPLICA_READABLE | {"users"}
"""Names of people are shown beside what they wrote; who may do what is asked of the primary."""


class ReplicatedDatabase(Database):
    """A Database whose reads of people's and public content go to a replica, where that can be told apart by nobody.

    These do: single statements that only read, outside a transaction, in a request that asks for nothing but to read.
    The caller sees what was acknowledged to them before, whichever process did it, and an answer that others get too
    has everything that was committed when it was asked for. Where the replica is not so far, the primary is asked.
    """

    def __init__(
        self, options: DatabaseOptions, replica: Replica, *, lag_seconds: float, metrics: Metrics, tracer: Tracer
    ) -> None:
        super().__init__(options, metrics=metrics, tracer=tracer)
        self._replica = replica
        self._metrics = metrics
        self._least = RequiredLsns(ReplicationTokens(self), lag_seconds=lag_seconds)

    async def fetch(self, statement: Statement, /, **values: Any) -> list[Row]:  # noqa: ANN401
        if not self._may_be_late(statement):
            return await super().fetch(statement, **values)

        async def on_replica(connection: Any) -> list[Row]:  # noqa: ANN401 - asyncpg is not typed
            with self._tracer.statement(statement.sql):
                rows: list[Row] = await connection.fetch(statement.sql, *statement.arguments(values))
            return rows

        return await self._read(on_replica, lambda: super(ReplicatedDatabase, self).fetch(statement, **values))

    async def fetch_one(self, statement: Statement, /, **values: Any) -> Row | None:  # noqa: ANN401
        if not self._may_be_late(statement):
            return await super().fetch_one(statement, **values)

        async def on_replica(connection: Any) -> Row | None:  # noqa: ANN401
            with self._tracer.statement(statement.sql):
                row: Row | None = await connection.fetchrow(statement.sql, *statement.arguments(values))
            return row

        return await self._read(on_replica, lambda: super(ReplicatedDatabase, self).fetch_one(statement, **values))

    async def fetch_value(self, statement: Statement, /, **values: Any) -> Any:  # noqa: ANN401
        if not self._may_be_late(statement):
            return await super().fetch_value(statement, **values)

        async def on_replica(connection: Any) -> Any:  # noqa: ANN401
            with self._tracer.statement(statement.sql):
                return await connection.fetchval(statement.sql, *statement.arguments(values))

        return await self._read(on_replica, lambda: super(ReplicatedDatabase, self).fetch_value(statement, **values))

    async def close(self) -> None:
        await self._replica.close()
        await super().close()

    def _may_be_late(self, statement: Statement) -> bool:
        reads = statement.reads
        is_content = not reads.isdisjoint(REPLICA_READABLE) and reads <= _BESIDE_THEM
        return is_content and current_request().is_safe and self._transaction.get() is None

    async def _read(
        self, on_replica: Callable[[Any], Awaitable[ResultT]], on_primary: Callable[[], Awaitable[ResultT]]
    ) -> ResultT:
        try:
            least = await self._least_position()
            rows = await self._replica.read(least, on_replica)
        except ReplicaBehindError:
            self._metrics.count_replica_read("behind")
        except ReplicaAwayError:
            self._metrics.count_replica_read("away")
        else:
            self._metrics.count_replica_read("answered")
            return rows
        return await on_primary()

    async def _least_position(self) -> int:
        request = current_request()
        if request.actor_id is None or request.is_public:
            return await self._least.of_everybody()
        least = await self._least.of(request.actor_id)
        if least is None:
            raise ReplicaBehindError
        return least
