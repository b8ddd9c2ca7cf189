"""Titles that are there become findable by what later revisions make terms of: initials and either form of Chinese
(0064), what stands behind an article of another language (0069)."""

import asyncio

import asyncpg
from alembic import command

from tests.support.databases import blank_database
from watchkeeper.configs.migrations import alembic_config
from watchkeeper.models.types.catalogue.search_terms import search_terms

ADD_TITLE = """
INSERT INTO titles (id, media_type, title, alternative_titles, release_date, release_date_precision, is_active,
                    title_sort, title_key, search_words, created_at, updated_at)
VALUES (gen_random_uuid(), 'movie', $1, $2, '1994-07-14', 'day', true, 'x', $3, '{old}', now(), now())
"""
TERMS = "SELECT title, title_key, search_words, search_vector @@ '''~alt'''::tsquery AS is_found FROM titles"


def test_titles_that_are_there_get_their_terms(server_dsn: str) -> None:
    with blank_database(server_dsn, "terms") as dsn:
        command.upgrade(alembic_config(dsn), "0063")
        asyncio.run(_store(dsn))
        command.upgrade(alembic_config(dsn), "0064")
        titles = {row["title"]: row for row in asyncio.run(_stored(dsn))}
        command.downgrade(alembic_config(dsn), "0063")
        older = {row["title"]: row["search_words"] for row in asyncio.run(_stored(dsn))}

    assert titles["重慶森林"]["title_key"] == "重庆森林"
    assert titles["重慶森林"]["search_words"] == search_terms(("重慶森林", "A Long Tale"), "movie", 1994)
    assert titles["重慶森林"]["is_found"] is True
    assert titles["Heat"]["search_words"] == search_terms(("Heat",), "movie", 1994)
    assert older["重慶森林"] == [one for one in titles["重慶森林"]["search_words"] if not one.startswith("~")]


def test_titles_that_are_there_get_the_terms_behind_an_article(server_dsn: str) -> None:
    with blank_database(server_dsn, "articles") as dsn:
        command.upgrade(alembic_config(dsn), "0068")
        asyncio.run(_store(dsn))
        command.upgrade(alembic_config(dsn), "0069")
        titles = {row["title"]: row["search_words"] for row in asyncio.run(_stored(dsn))}
        command.downgrade(alembic_config(dsn), "0068")
        older = {row["title"]: row["search_words"] for row in asyncio.run(_stored(dsn))}

    assert titles["Das Boot"] == search_terms(("Das Boot",), "movie", 1994)
    assert "^boot" in titles["Das Boot"]
    assert older["Das Boot"] == [one for one in titles["Das Boot"] if one != "^boot"]
    assert titles["Heat"] == older["Heat"]


async def _store(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute(ADD_TITLE, "重慶森林", ["A Long Tale"], "重慶森林")
    await connection.execute(ADD_TITLE, "Heat", [], "heat")
    await connection.execute(ADD_TITLE, "Das Boot", [], "dasboot")
    await connection.close()


async def _stored(dsn: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch(TERMS)
    await connection.close()
    return list(rows)
