"""Reads on a streaming replica: who is answered by it, and that nobody sees less there than they were told of."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx
import pytest
from pydantic import SecretStr

from tests.support.accounts import PASSWORD
from tests.support.databases import SECRET, created_database
from tests.support.pgbouncer import pgbouncer
from tests.support.replication import PostgresServer, replicated_servers
from tests.support.services import running
from tests.support.watchlist import stored_title
from watchkeeper.configs.application import create_application
from watchkeeper.configs.container import Container
from watchkeeper.configs.database_settings import DatabaseSettings
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.observability.metrics import Metrics, ReplicaOutcome
from watchkeeper.foundation.postgres.pool import ConnectionPool, PooledConnection
from watchkeeper.foundation.postgres.replica import replica as replica_module

SECONDS = 30


class CountingMetrics(Metrics):
    def __init__(self) -> None:
        self.outcomes: list[ReplicaOutcome] = []

    def count_replica_read(self, outcome: ReplicaOutcome) -> None:
        self.outcomes.append(outcome)

    def taken(self) -> list[ReplicaOutcome]:
        """Return what was counted since this was asked last."""
        taken, self.outcomes = self.outcomes, []
        return taken


@dataclass
class Instance:
    """A service of its own over the same servers."""

    http: httpx.AsyncClient
    metrics: CountingMetrics
    container: Container

    async def signed_in(self) -> dict[str, str]:
        name = f"guest-{secrets.token_hex(4)}"
        account = {"username": name, "email": f"{name}@example.com", "password": PASSWORD}
        await self.http.post("/api/v1/auth/register", json=account)
        answer = await self.http.post("/api/v1/auth/login", json={"username": name, "password": PASSWORD})
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    async def titles_of(self, headers: dict[str, str]) -> list[str]:
        answer = await self.http.get("/api/v1/watchlist", params={"limit": 100}, headers=headers)
        assert answer.status_code == 200, answer.text
        return [entry["title"]["title"] for entry in answer.json()["items"]]


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[PostgresServer, PostgresServer]]:
    with replicated_servers() as servers:
        yield servers


@pytest.fixture(scope="module")
def primary_dsn(servers: tuple[PostgresServer, PostgresServer]) -> Iterator[str]:
    with created_database(servers[0].dsn, "replicated") as dsn:
        yield dsn


@pytest.fixture(scope="module")
def replica_dsn(servers: tuple[PostgresServer, PostgresServer], primary_dsn: str) -> str:
    return servers[1].dsn_of(primary_dsn.rpartition("/")[2])


@pytest.fixture
async def on_primary(primary_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(primary_dsn)
    yield connection
    await connection.close()


@pytest.fixture
async def on_replica(replica_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to the replica, which goes on replaying in the end whatever was done to it."""
    connection = await asyncpg.connect(replica_dsn)
    yield connection
    await connection.execute("SELECT pg_wal_replay_resume()")
    await connection.close()


@pytest.fixture(params=["none", "transaction"], ids=["direct", "pooled"])
def settings_with_replica(
    settings: Settings, primary_dsn: str, replica_dsn: str, request: pytest.FixtureRequest
) -> Iterator[tuple[Settings, str]]:
    """Settings, and the DSN of the primary; once with a pooler before both servers."""
    if request.param == "none":
        yield _settings(settings, replica_dsn, request.param), primary_dsn
        return
    with pgbouncer(primary_dsn) as pooled_primary, pgbouncer(replica_dsn) as pooled_replica:
        yield _settings(settings, pooled_replica, request.param), pooled_primary


def _settings(settings: Settings, replica_dsn: str, pooler: Any) -> Settings:
    changed = {"database_replica_url": SecretStr(replica_dsn), "database": DatabaseSettings(pooler=pooler)}
    return settings.model_copy(update=changed)


@pytest.fixture
async def instances(settings_with_replica: tuple[Settings, str]) -> AsyncIterator[tuple[Instance, Instance]]:
    """Two services that know nothing of each other."""
    async with _instance(*settings_with_replica) as one, _instance(*settings_with_replica) as other:
        yield one, other


@asynccontextmanager
async def _instance(settings: Settings, dsn: str) -> AsyncIterator[Instance]:
    application = create_application(settings, secret=SECRET, dsn=dsn)
    container: Container = application.state.container
    metrics = CountingMetrics()
    container.metrics.override(metrics)
    async with running(application) as http:
        yield Instance(http, metrics, container)


async def replayed(on_primary: asyncpg.Connection, on_replica: asyncpg.Connection) -> None:
    """Wait until the replica has all that is there by now."""
    least = await on_primary.fetchval("SELECT pg_current_wal_insert_lsn()")
    await on_primary.execute("SELECT pg_logical_emit_message(true, 'test', 'something that comes after it')")
    deadline = time.monotonic() + SECONDS
    while not await on_replica.fetchval("SELECT pg_last_wal_replay_lsn() >= $1", least):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def eventually_answered(instance: Instance, headers: dict[str, str]) -> list[str]:
    """Return the titles of the watchlist as the replica tells them, once it has replayed enough to do so."""
    deadline = time.monotonic() + SECONDS
    while True:
        instance.metrics.taken()
        titles = await instance.titles_of(headers)
        if instance.metrics.taken() == ["answered"]:
            return titles
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


async def add(instance: Instance, headers: dict[str, str], title_id: object) -> httpx.Response:
    entry = {"title_id": str(title_id), "status": "planned"}
    return await instance.http.post("/api/v1/watchlist", json=entry, headers=headers)


async def test_who_wrote_nothing_lately_is_answered_by_the_replica(
    instances: tuple[Instance, Instance], on_primary: asyncpg.Connection, on_replica: asyncpg.Connection
) -> None:
    one, other = instances
    headers = await one.signed_in()
    assert (await add(one, headers, await stored_title(on_primary, "Heat"))).status_code == 201
    await replayed(on_primary, on_replica)
    await other.titles_of(headers)  # the first one may still ask for a beginning to count from
    await replayed(on_primary, on_replica)
    other.metrics.taken()
    await on_replica.execute("SELECT pg_wal_replay_pause()")
    for name in ("Ronin", "Thief"):
        await stored_title(on_primary, name)  # others write on, which is no reason to wait
    assert await other.titles_of(headers) == ["Heat"]
    assert other.metrics.taken() == ["answered"]


async def test_person_sees_what_they_wrote_on_another_instance_while_the_replica_is_behind(
    instances: tuple[Instance, Instance], on_primary: asyncpg.Connection, on_replica: asyncpg.Connection
) -> None:
    one, other = instances
    headers = await one.signed_in()
    await replayed(on_primary, on_replica)
    await on_replica.execute("SELECT pg_wal_replay_pause()")
    seen = []
    for number in range(5):
        name = f"Film {number}"
        assert (await add(one, headers, await stored_title(on_primary, name))).status_code == 201
        seen.append(name)
        assert sorted(await other.titles_of(headers)) == seen
        assert sorted(await one.titles_of(headers)) == seen
    assert set(one.metrics.taken() + other.metrics.taken()) == {"behind"}
    await on_replica.execute("SELECT pg_wal_replay_resume()")
    await replayed(on_primary, on_replica)
    assert sorted(await other.titles_of(headers)) == seen
    assert other.metrics.taken() == ["answered"]


async def test_replica_that_is_too_late_is_passed_over_by_those_who_wrote_nothing_too(
    settings: Settings,
    primary_dsn: str,
    replica_dsn: str,
    on_primary: asyncpg.Connection,
    on_replica: asyncpg.Connection,
) -> None:
    late = _settings(settings, replica_dsn, "none")
    late.database.replica_lag_seconds = 1.0
    async with _instance(late, primary_dsn) as one:
        headers = await one.signed_in()
        await eventually_answered(one, headers)
        await on_replica.execute("SELECT pg_wal_replay_pause()")
        await stored_title(on_primary, "written by others")
        outcomes = []
        for _ in range(3):  # a position is required after half of the bound, and at its end at the latest
            await one.titles_of(headers)
            await asyncio.sleep(0.55)
            outcomes = one.metrics.taken()
        assert outcomes == ["behind"]
        await on_replica.execute("SELECT pg_wal_replay_resume()")
        await eventually_answered(one, headers)


async def test_refusal_that_tells_of_an_earlier_write_counts_as_one(
    instances: tuple[Instance, Instance], on_primary: asyncpg.Connection, on_replica: asyncpg.Connection
) -> None:
    """Its first answer got lost, and the instance that gave it with it: nothing was noted of the write."""
    one, other = instances
    headers = await one.signed_in()
    title_id = await stored_title(on_primary, "Collateral")
    await replayed(on_primary, on_replica)
    await one.titles_of(headers)
    await on_replica.execute("SELECT pg_wal_replay_pause()")
    assert (await add(one, headers, title_id)).status_code == 201
    await on_primary.execute("DELETE FROM write_positions WHERE user_id <> '00000000-0000-0000-0000-000000000000'")
    refusal = await add(one, headers, title_id)
    assert (refusal.status_code, refusal.json()["code"]) == (409, "already_in_watchlist")
    assert await other.titles_of(headers) == ["Collateral"]


async def test_answer_that_is_given_to_everybody_is_of_right_now(
    instances: tuple[Instance, Instance], on_primary: asyncpg.Connection, on_replica: asyncpg.Connection
) -> None:
    one, _ = instances
    title_id = await stored_title(on_primary, "Miami Vice")
    await replayed(on_primary, on_replica)
    assert (await one.http.get(f"/api/v1/titles/{title_id}")).json()["title"] == "Miami Vice"
    await on_replica.execute("SELECT pg_wal_replay_pause()")
    await on_primary.execute("UPDATE titles SET title = 'Manhunter' WHERE id = $1", title_id)
    one.metrics.taken()
    assert (await one.http.get(f"/api/v1/titles/{title_id}")).json()["title"] == "Manhunter"
    assert one.metrics.taken() == ["behind"]


async def test_public_content_is_read_on_the_replica_while_nobody_writes(
    instances: tuple[Instance, Instance], on_primary: asyncpg.Connection, on_replica: asyncpg.Connection
) -> None:
    one, _ = instances
    await stored_title(on_primary, "The Insider")
    await replayed(on_primary, on_replica)
    outcomes: list[ReplicaOutcome] = []
    for limit in range(1, 101):  # another address each time, for answers are kept; the server writes now and then, too
        answer = await one.http.get("/api/v1/titles", params={"limit": limit})
        assert answer.json()["items"][0]["title"] == "The Insider"  # the newest comes first
        outcomes = one.metrics.taken()
        if outcomes == ["answered"]:
            return
        await asyncio.sleep(0.05)
    pytest.fail(f"The last one was {outcomes}.")


async def test_position_that_can_not_be_noted_is_answered_with_503(
    instances: tuple[Instance, Instance], on_primary: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = instances
    headers = await one.signed_in()

    async def fail(user_id: object) -> None:
        raise DatabaseUnavailableError

    monkeypatch.setattr(one.container.replication_token_service()._positions, "record", fail)
    answer = await add(one, headers, await stored_title(on_primary, "Ali"))
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")


async def test_who_wrote_before_the_server_started_again_is_not_forgotten(
    instances: tuple[Instance, Instance], on_primary: asyncpg.Connection, on_replica: asyncpg.Connection
) -> None:
    """Rows of another start mean nothing, and whoever has none may have written right before it."""
    one, other = instances
    headers = await one.signed_in()
    title_id = await stored_title(on_primary, "Blackhat")
    await replayed(on_primary, on_replica)
    await on_replica.execute("SELECT pg_wal_replay_pause()")
    assert (await add(one, headers, title_id)).status_code == 201
    await on_primary.execute(
        "UPDATE write_positions SET server_started = server_started - interval '1 day', position = 1"
    )
    assert await other.titles_of(headers) == ["Blackhat"]
    assert await other.titles_of(headers) == ["Blackhat"]  # the beginning to count from is there by now
    assert other.metrics.taken() == ["behind", "behind"]


async def test_old_positions_are_put_together(
    instances: tuple[Instance, Instance], on_primary: asyncpg.Connection, on_replica: asyncpg.Connection
) -> None:
    one, other = instances
    headers = await one.signed_in()
    title_id = await stored_title(on_primary, "Ferrari")
    await one.titles_of(headers)
    await replayed(on_primary, on_replica)
    await on_replica.execute("SELECT pg_wal_replay_pause()")
    assert (await add(one, headers, title_id)).status_code == 201
    await on_primary.execute("UPDATE write_positions SET recorded_at = recorded_at - interval '2 hours'")
    await one.container.replication_token_service().forget_old()
    assert await on_primary.fetchval("SELECT count(*) FROM write_positions") == 1
    assert await other.titles_of(headers) == ["Ferrari"]


async def test_replica_that_is_frozen_is_waited_for_once_and_costs_no_answer(
    settings: Settings,
    primary_dsn: str,
    replica_dsn: str,
    servers: tuple[PostgresServer, PostgresServer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, replica = servers
    asked: list[PooledConnection] = []

    class CountedPool(ConnectionPool):
        def connection(self) -> PooledConnection:
            asked.append(super().connection())
            return asked[-1]

    monkeypatch.setattr(replica_module, "ConnectionPool", CountedPool)
    monkeypatch.setattr(replica_module, "_BACKOFF_SECONDS", 3600.0)
    async with _instance(_settings(settings, replica_dsn, "none"), primary_dsn) as one:
        headers = await one.signed_in()
        assert await one.titles_of(headers) == []
        asked.clear()
        with replica.frozen():
            for _ in range(5):
                assert await one.titles_of(headers) == []
        assert len(asked) == 1


async def test_replica_that_is_down_costs_no_answer(
    settings: Settings, primary_dsn: str, replica_dsn: str, servers: tuple[PostgresServer, PostgresServer]
) -> None:
    _, replica = servers
    async with _instance(_settings(settings, replica_dsn, "none"), primary_dsn) as one:
        headers = await one.signed_in()
        assert await one.titles_of(headers) == []
        one.metrics.taken()
        replica.kill()
        for _ in range(5):
            assert await one.titles_of(headers) == []
        assert set(one.metrics.taken()) == {"away"}
        replica.start()


@pytest.fixture
def pair() -> Iterator[tuple[str, PostgresServer]]:
    """The DSN of a database, and a replica that may be spoilt."""
    with replicated_servers() as (primary, replica), created_database(primary.dsn, "split") as dsn:
        yield dsn, replica


async def test_replica_that_became_a_primary_answers_nothing(
    settings: Settings, pair: tuple[str, PostgresServer]
) -> None:
    dsn, replica = pair
    on_primary = await asyncpg.connect(dsn)
    replica_dsn = replica.dsn_of(dsn.rpartition("/")[2])
    async with _instance(_settings(settings, replica_dsn, "none"), dsn) as one:
        headers = await one.signed_in()
        assert (await add(one, headers, await stored_title(on_primary, "Ronin"))).status_code == 201
        assert await eventually_answered(one, headers) == ["Ronin"]
        replica.promote()
        spoilt = await asyncpg.connect(replica_dsn)
        await spoilt.execute("UPDATE titles SET title = 'of another world'")
        await spoilt.close()
        await asyncio.sleep(1.1)  # for so long a connection is believed to lead to a replica
        assert await one.titles_of(headers) == ["Ronin"]
        assert (await add(one, headers, await stored_title(on_primary, "Heat"))).status_code == 201
        assert sorted(await one.titles_of(headers)) == ["Heat", "Ronin"]
    await on_primary.close()
