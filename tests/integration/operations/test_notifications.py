"""Notifications and the database's probe, on real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from watchkeeper.configs.migrations import newest_revision
from watchkeeper.foundation.core.health import ComponentState
from watchkeeper.foundation.postgres import postgres_notifications
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.postgres_notifications import PostgresNotifications
from watchkeeper.foundation.postgres.probe import DatabaseProbe
from watchkeeper.foundation.postgres.unit_of_work import PostgresUnitOfWork


class Listener:
    """Remembers what the feed told, and waits for it."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.told = asyncio.Event()
        self.gap = asyncio.Event()

    def on_change(self, key: str) -> None:
        self.heard.append(key)
        self.told.set()


@pytest.fixture
async def database(dsn: str) -> AsyncIterator[Database]:
    database = Database(DatabaseOptions(dsn, pool_size=1))
    yield database
    await database.close()


@pytest.fixture
async def feed(dsn: str, database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PostgresNotifications]:
    """A feed that looks twenty times a second whether it still hears, and waits no longer before it tries again."""
    monkeypatch.setattr(postgres_notifications, "_CHECK_SECONDS", 0.05)
    monkeypatch.setattr(postgres_notifications, "_PAUSE_SECONDS", 0.05)
    feed = PostgresNotifications(database, DatabaseOptions(dsn))
    yield feed
    await feed.stop()


async def listening(feed: PostgresNotifications, topic: str) -> Listener:
    """Return a listener that hears every change from now on."""
    listener = Listener()
    feed.subscribe(topic, listener.on_change, listener.gap.set)
    await feed.start()
    await listener.gap.wait()
    return listener


async def test_change_is_heard_by_those_of_its_topic(feed: PostgresNotifications) -> None:
    listener = await listening(feed, "accounts")
    await feed.publish("others", "1")
    await feed.publish("accounts", "2:with a colon")
    await listener.told.wait()
    assert listener.heard == ["2:with a colon"]
    assert feed.is_live


async def test_change_is_heard_only_when_it_is_committed(feed: PostgresNotifications, database: Database) -> None:
    listener = await listening(feed, "accounts")
    unit_of_work = PostgresUnitOfWork(database)
    with pytest.raises(LookupError):
        async with unit_of_work.transaction():
            await feed.publish("accounts", "never")
            raise LookupError
    await feed.publish("accounts", "committed")
    await listener.told.wait()
    assert listener.heard == ["committed"]


async def test_feed_that_is_cut_off_tells_of_the_gap_and_hears_again(
    feed: PostgresNotifications, connection: asyncpg.Connection
) -> None:
    listener = await listening(feed, "accounts")
    listener.gap.clear()
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()"
    )
    await listener.gap.wait()
    while not feed.is_live:  # noqa: ASYNC110 - it tells of gaps alone
        await asyncio.sleep(0.02)
    await feed.publish("accounts", "after")
    await listener.told.wait()
    assert listener.heard == ["after"]


async def test_farewell_of_postgresql_in_the_middle_of_listen_does_not_end_the_feed(
    feed: PostgresNotifications, monkeypatch: pytest.MonkeyPatch
) -> None:
    listen = asyncpg.Connection.add_listener
    failures = [asyncpg.InternalClientError("cannot switch to state 11; another operation (2) is in progress")]

    async def fail_once(self: asyncpg.Connection, channel: str, callback: object) -> None:
        if failures:
            raise failures.pop()
        await listen(self, channel, callback)

    monkeypatch.setattr(asyncpg.Connection, "add_listener", fail_once)
    listener = await listening(feed, "accounts")
    while not feed.is_live:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    await feed.publish("accounts", "after")
    await listener.told.wait()
    assert listener.heard == ["after"]


async def test_probe_finds_the_database_up_with_its_version(dsn: str) -> None:
    health = await DatabaseProbe(DatabaseOptions(dsn), newest_revision()).check()
    assert health.state is ComponentState.UP
    assert health.version is not None
    assert int(health.version.split(".")[0]) >= 16


async def test_probe_finds_a_database_that_is_away_down() -> None:
    health = await DatabaseProbe(DatabaseOptions("postgresql://app@127.0.0.1:1/nothing"), newest_revision()).check()
    assert health.state is ComponentState.DOWN
    assert health.is_required


async def test_probe_finds_a_database_down_whose_driver_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*given: Any, **named: Any) -> None:
        raise asyncpg.InternalClientError("got result for unknown protocol state")

    monkeypatch.setattr(asyncpg, "connect", fail)
    health = await DatabaseProbe(DatabaseOptions("postgresql://app@127.0.0.1/nothing"), newest_revision()).check()
    assert health.state is ComponentState.DOWN
