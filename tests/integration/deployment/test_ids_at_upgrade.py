"""Revision 0012 brings ids at other services into their canonical form and loses none."""

import asyncio
from uuid import uuid4

import asyncpg
from alembic import command

from tests.support.databases import blank_database
from watchkeeper.configs.migrations import alembic_config

ADD_TITLE = """
INSERT INTO titles (id, media_type, title, release_date_precision, is_active, title_sort, search_words,
                    created_at, updated_at)
VALUES ($1, $2, 'Heat', 'day', true, 'heat', '{}', now(), now())
"""
ADD = "INSERT INTO title_external_ids (source, media_type, external_id, title_id) VALUES ($1, $2, $3, $4)"
STORED = (
    ("tmdb", "movie", "605"),
    ("tmdb", "movie", "605-the-matrix-revolutions"),
    ("tmdb", "movie", "000605"),
    ("tmdb", "show", "\u0666\u0660\u0665"),
    ("tmdb", "movie", "https://www.themoviedb.org/tv/605"),
    ("imdb", "movie", "TT0242653"),
    ("imdb", "movie", "0242653"),
    ("imdb", "movie", "114709"),
    ("imdb", "movie", "tt10872600"),
    ("mal", "anime", "Mushishi"),
    ("wikipedia", "movie", "TT1"),
)
CANONICAL = {
    ("tmdb", "movie", "605"),
    ("tmdb_other", "movie", "605-the-matrix-revolutions"),
    ("tmdb_other", "movie", "000605"),
    ("tmdb", "show", "605"),
    ("tmdb_other", "movie", "https://www.themoviedb.org/tv/605"),
    ("imdb", "movie", "tt0242653"),
    ("imdb_other", "movie", "TT0242653"),
    ("imdb", "movie", "tt0114709"),
    ("imdb", "movie", "tt10872600"),
    ("mal_other", "anime", "Mushishi"),
    ("wikipedia", "movie", "TT1"),
}


def test_ids_become_canonical_and_what_can_not_stays_with_its_title(server_dsn: str) -> None:
    with blank_database(server_dsn, "ids") as dsn:
        command.upgrade(alembic_config(dsn), "0011")
        asyncio.run(store(dsn))
        command.upgrade(alembic_config(dsn), "0012")
        ids, titles, shown = asyncio.run(stored(dsn))
    assert ids == CANONICAL
    assert titles == len(STORED)
    assert '{"mal_other":"Mushishi"}' in shown


async def store(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        for source, media_type, external_id in STORED:
            title_id = uuid4()
            await connection.execute(ADD_TITLE, title_id, media_type)
            await connection.execute(ADD, source, media_type, external_id, title_id)
    finally:
        await connection.close()


async def stored(dsn: str) -> tuple[set[tuple[str, str, str]], int, set[str]]:
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch("SELECT source, media_type, external_id, title_id FROM title_external_ids")
        shown = await connection.fetch("SELECT external_ids FROM title_references")
    finally:
        await connection.close()
    ids = {(row["source"], row["media_type"], row["external_id"]) for row in rows}
    return ids, len({row["title_id"] for row in rows}), {row["external_ids"] for row in shown}
