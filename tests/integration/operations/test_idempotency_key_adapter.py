"""The keys in PostgreSQL: what is kept is found, a key is held by one transaction, old ones go in small steps."""

import asyncio
import random
from contextvars import Context
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.core.stored_response import StoredResponse
from watchkeeper.foundation.idempotency.errors import IdempotencyKeyInUseError
from watchkeeper.foundation.idempotency.postgres_repository import PostgresIdempotencyKeyAdapter
from watchkeeper.foundation.idempotency.repository import StoredIdempotentResponse
from watchkeeper.foundation.postgres.unit_of_work import PostgresUnitOfWork

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
HEADERS = (("content-type", "application/json"), ("etag", '"1-é"'), ("vary", "a"), ("vary", "b"))
KEPT = StoredIdempotentResponse(bytes(range(32)), StoredResponse(201, HEADERS, '{"title":"千と千尋"}\0'.encode()))
OTHER = StoredIdempotentResponse(bytes(32), StoredResponse(204, (), b""))
MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
def keys(container: Container) -> PostgresIdempotencyKeyAdapter:
    return container.idempotency_keys()


@pytest.fixture
def unit_of_work(container: Container) -> PostgresUnitOfWork:
    return container.unit_of_work()


async def test_answer_is_found_as_it_was_kept(keys: PostgresIdempotencyKeyAdapter, person: Person) -> None:
    await keys.store(person.id, "key", KEPT, NOON)
    assert await keys.find(person.id, "key", NOON) == KEPT
    assert await keys.find(person.id, "key", NOON + MILLISECOND) is None
    assert await keys.find(person.id, "Key", NOON) is None
    assert await keys.find(uuid4(), "key", NOON) is None


async def test_answer_takes_the_place_of_an_older_one(keys: PostgresIdempotencyKeyAdapter, person: Person) -> None:
    await keys.store(person.id, "key", KEPT, NOON)
    await keys.store(person.id, "key", OTHER, NOON + MILLISECOND)
    assert await keys.find(person.id, "key", NOON + MILLISECOND) == OTHER


async def test_large_answer_is_found_as_it_was_kept(keys: PostgresIdempotencyKeyAdapter, person: Person) -> None:
    large = StoredIdempotentResponse(b"", StoredResponse(200, (), random.Random(1).randbytes(5 * 1024 * 1024)))
    await keys.store(person.id, "key", large, NOON)
    assert await keys.find(person.id, "key", NOON) == large


async def test_newest_answer_stays_however_large(keys: PostgresIdempotencyKeyAdapter, person: Person) -> None:
    await keys.store(person.id, "older", KEPT, NOON)
    await keys.store(
        person.id, "newest", replace(KEPT, response=replace(KEPT.response, body=bytes(100_000))), NOON + MILLISECOND
    )
    assert await keys.trim(person.id, 65_536) == 1
    assert await keys.find(person.id, "newest", NOON) is not None


async def test_key_is_held_by_one_transaction_until_it_ends(
    keys: PostgresIdempotencyKeyAdapter, unit_of_work: PostgresUnitOfWork, person: Person
) -> None:
    async with unit_of_work.transaction():
        await keys.lock(person.id, "key")
        with pytest.raises(IdempotencyKeyInUseError):
            await _beside(keys, unit_of_work, person.id, "key")
    await _beside(keys, unit_of_work, person.id, "key")


async def test_keys_of_different_people_are_held_side_by_side(
    keys: PostgresIdempotencyKeyAdapter, unit_of_work: PostgresUnitOfWork, accounts: Accounts, person: Person
) -> None:
    other = await accounts.person()
    async with unit_of_work.transaction():
        await keys.lock(person.id, "key")
        await _beside(keys, unit_of_work, other.id, "key")


async def test_key_of_an_account_that_is_gone_can_not_be_held(
    keys: PostgresIdempotencyKeyAdapter, unit_of_work: PostgresUnitOfWork
) -> None:
    async with unit_of_work.transaction():
        with pytest.raises(InvalidTokenError):
            await keys.lock(uuid4(), "key")


async def _beside(
    keys: PostgresIdempotencyKeyAdapter, unit_of_work: PostgresUnitOfWork, user_id: UUID, key: str
) -> None:
    """Hold a key in a transaction of its own, beside the one under way."""

    async def lock() -> None:
        async with unit_of_work.transaction():
            await keys.lock(user_id, key)

    await asyncio.get_running_loop().create_task(lock(), context=Context())


async def test_oldest_are_removed_first_and_no_more_than_asked_for(
    keys: PostgresIdempotencyKeyAdapter, person: Person, connection: asyncpg.Connection
) -> None:
    for age in (3, 1, 4, 2, 0):
        await keys.store(person.id, f"{age} days", KEPT, NOON - timedelta(days=age))
    assert await keys.remove_older(NOON, 3) == 3
    assert await _left(connection) == ["0 days", "1 days"]
    assert await keys.remove_older(NOON, 3) == 1
    assert await keys.remove_older(NOON, 3) == 0
    assert await _left(connection) == ["0 days"]


async def test_removal_passes_over_what_another_process_removes(
    keys: PostgresIdempotencyKeyAdapter, person: Person, connection: asyncpg.Connection
) -> None:
    for key in ("one", "two"):
        await keys.store(person.id, key, KEPT, NOON)
    async with connection.transaction():
        await connection.execute("DELETE FROM idempotency_keys WHERE key = 'one'")
        assert await keys.remove_older(NOON + MILLISECOND, 10) == 1
    assert await _left(connection) == []


async def _left(connection: asyncpg.Connection) -> list[str]:
    return [row["key"] for row in await connection.fetch("SELECT key FROM idempotency_keys ORDER BY key")]
