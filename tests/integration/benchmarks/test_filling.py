"""The data of the benchmark are what the service and its triggers, off while it is filled, would have written."""

from urllib.parse import urlsplit

import asyncpg
import pytest

from benchmarks.suite.dataset import prepared_database
from watchkeeper.foundation.core.folding import fold, words_of
from watchkeeper.models.types.catalogue.search_terms import spelled_words, title_key
from watchkeeper.repositories.catalogue.adapters.search_spelling_statements import LEARN

_REFERENCES = "SELECT * FROM title_references ORDER BY title_id"
_SPELLINGS = "SELECT spelling, word FROM search_spellings ORDER BY spelling, word"


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_filled_titles_have_the_references_and_spellings_of_real_ones(
    server_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTH__BCRYPT_ROUNDS", "4")
    dsn = await prepared_database(server_dsn, 0.001)
    connection = await asyncpg.connect(dsn)
    try:
        references, spellings = await connection.fetch(_REFERENCES), await connection.fetch(_SPELLINGS)
        assert len(references) == await connection.fetchval("SELECT count(*) FROM titles")
        await connection.execute("UPDATE title_genres SET genre_id = genre_id")
        await connection.execute("UPDATE title_platforms SET platform_id = platform_id")
        await connection.execute("UPDATE title_external_ids SET source = source")
        assert await connection.fetch(_REFERENCES) == references
        for name, key, terms in await connection.fetch("SELECT title, title_key, search_words FROM titles"):
            assert key == title_key(name)
            assert {*words_of(fold(name)), f"={key}"} <= {*terms}
            await connection.execute(LEARN.sql, spelled_words(terms))
        assert await connection.fetch(_SPELLINGS) == spellings
    finally:
        await connection.close()
        server = await asyncpg.connect(server_dsn)
        await server.execute(f'DROP DATABASE "{urlsplit(dsn).path[1:]}"')
        await server.close()
