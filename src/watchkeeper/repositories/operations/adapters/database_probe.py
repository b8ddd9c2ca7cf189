import asyncio
import time

import asyncpg

from watchkeeper.models.types.health import ComponentHealth, ComponentState
from watchkeeper.repositories.database.options import DatabaseOptions

_BOUND_SECONDS = 1.5


class DatabaseProbe:
    """Asks PostgreSQL for its version, over a connection of its own: an exhausted pool is not death."""

    def __init__(self, options: DatabaseOptions) -> None:
        self._options = options

    async def check(self) -> ComponentHealth:
        started_at = time.perf_counter()
        try:
            async with asyncio.timeout(_BOUND_SECONDS):
                version = await self._ask()
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return ComponentHealth("database", ComponentState.DOWN, is_required=True)
        milliseconds = round((time.perf_counter() - started_at) * 1000, 1)
        return ComponentHealth("database", ComponentState.UP, True, milliseconds, version)

    async def _ask(self) -> str:
        connection = await asyncpg.connect(self._options.dsn, statement_cache_size=0)  # a pooler may stand between
        try:
            return str(await connection.fetchval("SHOW server_version"))
        finally:
            connection.terminate()
