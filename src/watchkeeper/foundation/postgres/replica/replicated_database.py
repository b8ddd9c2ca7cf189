"""PostgreSQL with a streaming replica, which runs the reads that it may."""

from collections.abc import Mapping
from typing import Any

from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.observability.tracer import Tracer
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.replica.replica import Replica, ReplicaBehindError, ReplicaUnavailableError
from watchkeeper.foundation.postgres.replica.replication_tokens import ReplicationTokens, RequiredLsns
from watchkeeper.foundation.postgres.statement import Statement

REPLICA_READABLE = frozenset(
    {
        "episode_external_ids",
        "episode_refreshes",
        "episodes",
        "genres",
        "marks",
        "list_items",
        "lists",
        "merged_titles",
        "personal_title_ids",
        "platforms",
        "plays",
        "rating_prior",
        "ratings",
        "reviews",
        "search_spellings",
        "tags",
        "seasons",
        "title_external_ids",
        "title_figures",
        "title_genres",
        "title_platforms",
        "title_references",
        "titles",
        "viewings",
        "watch_entries",
    }
)
"""Tables that may be read from a replica. Sessions, keys, content versions and tables not listed here are read from the
primary."""

_WITH_USERS = REPLICA_READABLE | {"users"}
"""A replica may also read the names of authors; permissions are read from the primary."""


class ReplicatedDatabase(Database):
    """A Database that sends reads of content to a replica where the caller can't see a difference.

    It sends single read-only statements outside a transaction, in a request with a safe method. Callers read their own
    acknowledged writes, whichever process did them; a response that is the same for all callers includes everything
    committed before the read. Where the replica is behind, the primary runs the statement.
    """

    def __init__(
        self, options: DatabaseOptions, replica: Replica, *, lag_seconds: float, metrics: Metrics, tracer: Tracer
    ) -> None:
        super().__init__(options, metrics=metrics, tracer=tracer)
        self._replica = replica
        self._metrics = metrics
        self._required_lsns = RequiredLsns(ReplicationTokens(self), lag_seconds=lag_seconds)

    async def close(self) -> None:
        await self._replica.close()
        await super().close()

    def _is_replica_readable(self, statement: Statement) -> bool:
        reads = statement.reads
        is_content = not reads.isdisjoint(REPLICA_READABLE) and reads <= _WITH_USERS
        return is_content and current_request().is_safe and self._transaction.get() is None

    async def _read(self, call: str, statement: Statement, values: Mapping[str, Any]) -> Any:  # noqa: ANN401
        if not self._is_replica_readable(statement):
            return await self._run(call, statement, values)
        try:
            required_lsn = await self._required_lsn()
            found = await self._replica.read(
                required_lsn, lambda connection: self._run_on(connection, call, statement, values)
            )
        except ReplicaBehindError:
            self._metrics.count_replica_read("behind")
        except ReplicaUnavailableError:
            self._metrics.count_replica_read("away")
        else:
            self._metrics.count_replica_read("answered")
            return found
        return await self._run(call, statement, values)

    async def _required_lsn(self) -> int:
        request = current_request()
        if request.actor_id is None or request.is_public:
            return await self._required_lsns.of_all()
        required_lsn = await self._required_lsns.of(request.actor_id)
        if required_lsn is None:
            raise ReplicaBehindError
        return required_lsn
