"""Revision 0010 is applied beside a service that goes on writing: what it commits meanwhile is not lost."""

import asyncio

import asyncpg
from alembic import command

from tests.support.databases import blank_database
from tests.support.feedback import held, until_waiting
from tests.support.watchlist import stored_genre
from watchkeeper.configs.migrations import alembic_config

RENAME = "UPDATE genres SET name = 'New', name_key = 'new', name_sort = 'new' WHERE id = $1"
ADD_TITLE = """
INSERT INTO titles (id, media_type, title, release_date_precision, is_active, title_sort, search_words,
                    created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000e1', 'movie', 'Heat', 'day', true, 'heat', '{{}}', now(), now());
INSERT INTO title_genres (title_id, genre_id) VALUES ('00000000-0000-7000-8000-0000000000e1', '{genre_id}')
"""
SECONDS = 30


def test_a_name_that_changes_while_references_are_first_written_is_the_one_that_is_shown(server_dsn: str) -> None:
    with blank_database(server_dsn, "references") as dsn:
        command.upgrade(alembic_config(dsn), "0009")
        assert '"New"' in asyncio.run(_genres_after_upgrade(dsn))


async def _genres_after_upgrade(dsn: str) -> str:
    connection, observer = await asyncpg.connect(dsn), await asyncpg.connect(dsn)
    try:
        genre_id = await stored_genre(connection, "Old")
        await connection.execute(ADD_TITLE.format(genre_id=genre_id))
        async with held(connection, RENAME, genre_id):
            upgrading = asyncio.create_task(asyncio.to_thread(command.upgrade, alembic_config(dsn), "0010"))
            await until_waiting(observer)
        await asyncio.wait_for(upgrading, SECONDS)
        return str(await connection.fetchval("SELECT genres FROM title_references"))
    finally:
        await connection.close()
        await observer.close()
