"""Entries of shows from before there were episodes have unknown progress: nothing is invented."""

import asyncio
import json
from typing import Any

import asyncpg
from alembic import command

from tests.support.databases import blank_database
from tests.support.resources import rows_since
from watchkeeper.configs.migrations import alembic_config

BEFORE = "0025"
PROGRESS = """
SELECT (viewing_progress(
    entry.user_id, entry.title_id, viewing.number, coalesce(finished_until, viewing.completed_at), stated_count,
    include_specials, status
)).progress
FROM watch_entries AS entry JOIN viewings AS viewing USING (user_id, title_id)
"""
INVENTED = "SELECT (SELECT count(*) FROM seasons) + (SELECT count(*) FROM episodes) + (SELECT count(*) FROM plays)"


def test_progress_of_entries_that_exist_is_unknown(server_dsn: str) -> None:
    with blank_database(server_dsn, "progress") as dsn:
        command.upgrade(alembic_config(dsn), BEFORE)
        asyncio.run(store(dsn))
        command.upgrade(alembic_config(dsn), "head")
        found = asyncio.run(read(dsn))
        assert len(found) > 0
        for progress in found:
            assert (progress["state"], progress["seen"], progress["viewing"]) == ("unknown", 0, 1)
            unknown = ("stated", "aired", "total", "next_episode", "last_episode", "skipped", "unseen_specials")
            assert [name for name in unknown if progress[name] is not None] == []


async def store(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(rows_since("0001"))
        await connection.execute("UPDATE titles SET media_type = 'show'")
    finally:
        await connection.close()


async def read(dsn: str) -> list[dict[str, Any]]:
    connection = await asyncpg.connect(dsn)
    try:
        assert await connection.fetchval(INVENTED) == 0
        asked = await connection.fetchval("SELECT count(*) FROM episode_refreshes WHERE state = 'pending'")
        assert asked == await connection.fetchval("SELECT count(DISTINCT title_id) FROM watch_entries")
        return [json.loads(row[0]) for row in await connection.fetch(PROGRESS)]
    finally:
        await connection.close()
