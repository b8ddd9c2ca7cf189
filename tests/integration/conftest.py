"""What integration tests share: somebody who is signed in, and a connection that looks on."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person


@pytest.fixture
async def person(accounts: Accounts) -> Person:
    return await accounts.person()


@pytest.fixture
async def observer(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """A third connection, to see who waits for a lock."""
    observer = await asyncpg.connect(dsn)
    try:
        yield observer
    finally:
        await observer.close()
