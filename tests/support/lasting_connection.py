"""One connection for all tests of a process, which each of them gets as if it were new."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg


class LastingConnection:
    """Lends its connection to one test after another."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: asyncpg.Connection | None = None

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[asyncpg.Connection]:
        """Give the connection, made anew if the one before ended it, and take back what is done to its session."""
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self._dsn)
        try:
            yield self._connection
        finally:
            await self._restore(self._connection)

    async def _restore(self, connection: asyncpg.Connection) -> None:
        if connection.is_closed():
            return
        try:
            await connection.reset(timeout=10)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            connection.terminate()  # the test has ended its session, or left it at something

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
