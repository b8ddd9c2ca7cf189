"""Entries from before there were plays have a viewing, and no play is invented."""

import asyncio

import asyncpg
from alembic import command

from tests.support.databases import blank_database
from tests.support.resources import rows_since
from watchkeeper.configs.migrations import alembic_config

BEFORE = "0033"
VIEWINGS = """
SELECT status, number, state, viewings.completed_at = watch_entries.completed_at AS is_same, finished_on
FROM watch_entries LEFT JOIN viewings USING (user_id, title_id) ORDER BY status
"""


def test_entries_that_exist_have_a_viewing_each(server_dsn: str) -> None:
    with blank_database(server_dsn, "viewings") as dsn:
        command.upgrade(alembic_config(dsn), BEFORE)
        asyncio.run(store(dsn))
        command.upgrade(alembic_config(dsn), "head")
        assert asyncio.run(read(dsn)) == [
            ("completed", 1, "finished", True, None),
            ("planned", 1, "current", None, None),
        ]
        command.downgrade(alembic_config(dsn), BEFORE)
        command.upgrade(alembic_config(dsn), "head")
        assert len(asyncio.run(read(dsn))) == 2


async def store(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(rows_since("0001"))
    finally:
        await connection.close()


async def read(dsn: str) -> list[tuple[object, ...]]:
    connection = await asyncpg.connect(dsn)
    try:
        assert await connection.fetchval("SELECT count(*) FROM plays") == 0
        return [tuple(row) for row in await connection.fetch(VIEWINGS)]
    finally:
        await connection.close()
