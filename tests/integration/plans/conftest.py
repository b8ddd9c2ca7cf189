"""A database of its own in which every table is large, made once: filling it takes seconds."""

from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest

from tests.support.databases import created_database
from tests.support.resources import many_rows


@pytest.fixture(scope="session")
def crowded_dsn(server_dsn: str) -> Iterator[str]:
    with created_database(server_dsn, "plans") as dsn:
        yield dsn


@pytest.fixture(scope="session")
async def crowd(crowded_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to the database of the crowd, which nobody changes."""
    connection = await asyncpg.connect(crowded_dsn)
    try:
        await connection.execute(many_rows())
        await connection.execute("VACUUM ANALYZE")
        yield connection
    finally:
        await connection.close()
