"""Emptying of the tables between tests, over a connection that knows the statements already."""

import asyncpg

from tests.support.resources import tables_to_empty

_FUNCTION = """
SET session_replication_role = replica;  -- passes over triggers and references, so that the order doesn't matter
CREATE FUNCTION pg_temp.empty_tables() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    {deleting}
    INSERT INTO rating_prior (refreshed_at) VALUES (now())  -- no refresh is due, and none has seen a rating
    ON CONFLICT (is_only) DO UPDATE SET mean = NULL, refreshed_at = now();
    UPDATE content_versions SET changes = changes + 1 WHERE slot = 0;  -- so that no response is a cached one
END
$$
"""


class Emptying:
    """Empties the tables of a database by DELETE, of which a session keeps the plans: TRUNCATE takes a hundred times as
    long, and statements that are new to a session four times."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: asyncpg.Connection | None = None

    async def run(self) -> None:
        """Empty the tables. The background of a service may be at the same rows, and a test may end all sessions."""
        try:
            await self._run()
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await self.close()
            await self._run()

    async def _run(self) -> None:
        if self._connection is None:
            self._connection = await asyncpg.connect(self._dsn)
            deleting = " ".join(f"DELETE FROM {table};" for table in tables_to_empty())
            await self._connection.execute(_FUNCTION.format(deleting=deleting))
        await self._connection.execute("SELECT pg_temp.empty_tables()")

    async def close(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None
