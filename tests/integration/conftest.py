"""What integration tests share: a connection that looks on."""

from collections.abc import AsyncIterator

import asyncpg
import pytest


@pytest.fixture
async def observer(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """A third connection, to see who waits for a lock."""
    observer = await asyncpg.connect(dsn)
    try:
        yield observer
    finally:
        await observer.close()
