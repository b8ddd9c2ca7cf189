import asyncio
import time

import asyncpg

from watchkeeper.foundation.core.health import ComponentHealth, ComponentState
from watchkeeper.foundation.postgres.errors import CONNECTION_LOST
from watchkeeper.foundation.postgres.options import DatabaseOptions

_BOUND_SECONDS = 1.2


class DatabaseProbe:
    """Reads the version and schema of PostgreSQL over a dedicated connection, so an exhausted pool does not count as
    down.

    A schema older than `needed_revision` is outdated. A newer one is up: during a rolling upgrade the old processes
    work with the new schema.
    """

    def __init__(self, options: DatabaseOptions, needed_revision: str) -> None:
        self._options = options
        self._needed_revision = needed_revision

    async def check(self) -> ComponentHealth:
        started_at = time.perf_counter()
        try:
            async with asyncio.timeout(_BOUND_SECONDS):
                version, revision = await self._query()
        except (asyncpg.PostgresError, *CONNECTION_LOST):
            return ComponentHealth("database", ComponentState.DOWN, is_required=True)
        milliseconds = round((time.perf_counter() - started_at) * 1000, 1)
        state = ComponentState.UP if revision >= self._needed_revision else ComponentState.OUTDATED
        return ComponentHealth("database", state, True, milliseconds, version)

    async def _query(self) -> tuple[str, str]:
        connection = await asyncpg.connect(self._options.dsn, statement_cache_size=0)  # it may go through a pooler
        try:
            version = str(await connection.fetchval("SHOW server_version"))
            return version, str(await connection.fetchval("SELECT version_num FROM alembic_version") or "")
        except asyncpg.UndefinedTableError:
            return version, ""
        finally:
            connection.terminate()
