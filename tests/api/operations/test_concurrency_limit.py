"""Turns of writes over HTTP: of one account a few are under way at once, and nobody and nothing else waits for that."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD
from tests.support.databases import SECRET
from tests.support.feedback import held, until_waiting
from tests.support.limits import LimitedService, limited_service
from tests.support.problems import problem_of
from tests.support.raw import answers_in
from tests.support.running import running
from tests.support.watchlist import stored_title
from watchkeeper.configs.application import create_application
from watchkeeper.configs.database_settings import DatabaseSettings
from watchkeeper.configs.limit_settings import LimitSettings
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.rate_limiting.concurrency import ConcurrencyLimiter

WATCHLIST = "/watchlist"
SLOW = "SELECT FROM users WHERE username = 'ada' FOR UPDATE"
"""Lets whatever ada adds wait, and nothing else: a new row locks whom it belongs to."""

WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@pytest.fixture
async def service(dsn: str, empty_tables: None) -> AsyncIterator[LimitedService]:
    async with limited_service(dsn, {"concurrent_writes": "3"}) as service:
        yield service


@pytest.fixture
async def observer(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """A third connection, to see who waits for a lock."""
    observer = await asyncpg.connect(dsn)
    yield observer
    await observer.close()


def turns_of(service: LimitedService) -> ConcurrencyLimiter:
    concurrency: ConcurrencyLimiter = service.application.state.container.write_limiter()
    return concurrency


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - nothing tells when
            await asyncio.sleep(0.01)


async def until_nobody_waits(observer: asyncpg.Connection) -> None:
    """Return once PostgreSQL has ended whatever waited for a lock and was given up."""
    async with asyncio.timeout(10):
        while await observer.fetchval(WAITING):  # noqa: ASYNC110 - PostgreSQL tells nobody about waits
            await asyncio.sleep(0.01)


async def titles(connection: asyncpg.Connection, number: int) -> list[str]:
    return [str(await stored_title(connection, f"Title {place}")) for place in range(number)]


def adding(client: httpx.AsyncClient, title_id: str, **headers: str) -> "asyncio.Task[httpx.Response]":
    return asyncio.create_task(client.post(WATCHLIST, json={"title_id": title_id}, headers=headers))


def statuses(answers: list[httpx.Response]) -> list[int]:
    return [answer.status_code for answer in answers]


async def test_of_eight_slow_writes_three_are_under_way_and_all_are_made(
    service: LimitedService, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    ada = await service.person("ada")
    requested = await titles(connection, 8)
    async with held(connection, SLOW):
        writes = [adding(ada, title_id) for title_id in requested]
        await until_waiting(observer, 3)
        await until(lambda: turns_of(service).waiting == 5)
        assert await observer.fetchval(WAITING) == 3
        assert service.application.state.container.database().pool.state().in_use == 3
    assert statuses(await asyncio.gather(*writes)) == [201] * 8
    entries = (await ada.get(WATCHLIST)).json()["items"]
    assert {entry["title"]["id"] for entry in entries} == set(requested)
    assert [entry["title"]["id"] for entry in entries][:5] == requested[:2:-1]
    assert turns_of(service)._permits == {}


async def test_meanwhile_ones_reads_and_everything_of_others_go_on(
    service: LimitedService, connection: asyncpg.Connection
) -> None:
    ada, bob = await service.person("ada"), await service.person("bob")
    requested = await titles(connection, 5)
    async with held(connection, SLOW):
        writes = [adding(ada, title_id) for title_id in requested]
        await until(lambda: turns_of(service).waiting == 2)
        assert statuses([await ada.get(WATCHLIST), await ada.get("/auth/me")]) == [200, 200]
        assert statuses(await asyncio.gather(*(adding(bob, title_id) for title_id in requested))) == [201] * 5
        assert not any(write.done() for write in writes)
    assert statuses(await asyncio.gather(*writes)) == [201] * 5


async def test_meanwhile_one_can_sign_in_and_strangers_are_refused_at_once(
    service: LimitedService, connection: asyncpg.Connection
) -> None:
    ada = await service.person("ada")
    requested = await titles(connection, 5)
    async with held(connection, "LOCK TABLE watch_entries IN SHARE MODE"):
        writes = [adding(ada, title_id) for title_id in requested]
        await until(lambda: turns_of(service).waiting == 2)
        assert statuses([await service.log_in("ada", PASSWORD), await service.log_in("ada")]) == [200, 401]
        assert (await service.register("bob")).status_code == 201
        forged = service.client(token=ada.headers["Authorization"].removeprefix("Bearer ")[:-4] + "AAAA")
        assert statuses([await forged.post(WATCHLIST, json={}), await service.client().post(WATCHLIST)]) == [401, 401]
        assert not any(write.done() for write in writes)
    assert statuses(await asyncio.gather(*writes)) == [201] * 5


async def test_time_of_a_request_is_over_while_it_waits_too(
    dsn: str, empty_tables: None, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    async with limited_service(dsn, {"concurrent_writes": "1"}, request_seconds=0.5) as service:
        ada = await service.person("ada")
        requested = await titles(connection, 4)
        async with held(connection, SLOW):
            answers = await asyncio.gather(*(adding(ada, title_id) for title_id in requested))
            for answer in answers:
                problem_of(answer, 503, "request_timeout")
            await until_nobody_waits(observer)
        await until(lambda: turns_of(service)._permits == {})
        assert turns_of(service).waiting == 0
        assert (await adding(ada, requested[0])).status_code == 201
        assert len((await ada.get(WATCHLIST)).json()["items"]) == 1


async def test_refused_writes_give_their_turn_back(dsn: str, empty_tables: None) -> None:
    async with limited_service(dsn, {"concurrent_writes": "1"}) as service:
        ada = await service.person("ada")
        bodies: list[dict[str, Any]] = [{"content": b"{"}, {"json": {"unknown": 1}}, {"content": b"x" * 2_000_000}]
        rejected = [await ada.post(WATCHLIST, **parts) for parts in bodies]
        rejected += [await ada.delete(f"{WATCHLIST}/nothing"), await ada.post("/auth/me"), await ada.post("/nowhere")]
        assert all(answer.is_client_error for answer in rejected)
        service.application.state.container.providers["watch_entries"]().add = None
        title = {"source": "imdb", "media_type": "movie", "title": "Heat", "external_id": "tt1"}
        assert (await ada.post(WATCHLIST, json={"media": title})).status_code == 500
        assert turns_of(service)._permits == {}


@pytest.mark.parametrize("limits", [{"concurrent_writes": "0"}, {"enabled": "false"}])
async def test_switched_off_all_are_under_way(
    limits: dict[str, str],
    dsn: str,
    empty_tables: None,
    connection: asyncpg.Connection,
    observer: asyncpg.Connection,
) -> None:
    async with limited_service(dsn, limits) as service:
        ada = await service.person("ada")
        requested = await titles(connection, 8)
        async with held(connection, SLOW):
            writes = [adding(ada, title_id) for title_id in requested]
            await until_waiting(observer, 8)
        assert statuses(await asyncio.gather(*writes)) == [201] * 8


@pytest.mark.parametrize("most", ["1", "3"])
async def test_request_that_is_repeated_meanwhile_does_not_keep_the_first_from_ending(
    most: str, dsn: str, empty_tables: None, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    async with limited_service(dsn, {"concurrent_writes": most}) as service:
        ada = await service.person("ada")
        (title_id,) = await titles(connection, 1)
        async with held(connection, SLOW):
            repeats = [adding(ada, title_id, **{"Idempotency-Key": "one"}) for _ in range(6)]
            await until_waiting(observer)
            await until(lambda: turns_of(service).waiting > 0 or any(one.done() for one in repeats))
        answers = await asyncio.gather(*repeats)
        made = [answer for answer in answers if answer.status_code == 201]
        for other in set(answers) - set(made):
            problem_of(other, 409, "idempotency_key_in_use")
        assert len([one for one in made if "idempotency-replayed" not in one.headers]) == 1
        assert len({answer.content for answer in made}) == 1
        assert most != "1" or len(made) == 6


async def test_client_that_is_slow_to_send_a_body_holds_no_turn(
    settings: Settings, dsn: str, empty_tables: None, connection: asyncpg.Connection
) -> None:
    application = create_application(few(settings), secret=SECRET, dsn=dsn)
    async with running(application, settings) as service:
        concurrency: ConcurrencyLimiter = service.container.write_limiter()
        token = await signed_in(service.http)
        (title_id,) = await titles(connection, 1)
        body = json.dumps({"title_id": title_id}).encode()
        reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        writer.write(posted(token, len(body)) + body[:9])
        headers = {"Authorization": f"Bearer {token}"}
        answer = await service.http.patch("/api/v1/auth/me", json={"first_name": "Ada"}, headers=headers)
        assert (answer.status_code, concurrency._permits) == (200, {})
        writer.write(body[9:])
        (late,) = answers_in(await reader.read())
        assert late.status == 201
        writer.close()


async def test_client_that_leaves_before_its_body_has_come_leaves_nothing_behind(
    settings: Settings, dsn: str, empty_tables: None
) -> None:
    application = create_application(few(settings), secret=SECRET, dsn=dsn)
    async with running(application, settings) as service:
        concurrency: ConcurrencyLimiter = service.container.write_limiter()
        token = await signed_in(service.http)
        _reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        writer.write(posted(token, 100) + b"{")
        await until(lambda: bool(service.server.server_state.tasks))
        writer.close()
        await until(lambda: not service.server.server_state.tasks)
        assert (concurrency._permits, concurrency.waiting) == ({}, 0)


async def test_time_of_a_body_is_not_that_of_the_turn(
    settings: Settings, dsn: str, empty_tables: None, connection: asyncpg.Connection
) -> None:
    """A long body, more than uvicorn reads ahead, has come before its request waits for longer than bodies may take."""
    application = create_application(few(settings, body_seconds=0.3), secret=SECRET, dsn=dsn)
    async with running(application, settings) as service:
        concurrency: ConcurrencyLimiter = service.container.write_limiter()
        token = await signed_in(service.http)
        bodies = [json.dumps({"title_id": title_id}).encode() for title_id in await titles(connection, 2)]
        long = bodies[1] + b" " * 900_000
        async with held(connection, SLOW):
            first = asyncio.create_task(service.send(posted(token, len(bodies[0])) + bodies[0]))
            await until(lambda: len(concurrency._permits) == 1)
            second = asyncio.create_task(service.send(posted(token, len(long)) + long))
            await until(lambda: concurrency.waiting == 1)
            await asyncio.sleep(0.6)
        answers = [answer for sent in (first, second) for answer in answers_in(await sent)]
        assert [answer.status for answer in answers] == [201, 201]


def few(settings: Settings, **changes: Any) -> Settings:
    """Return settings for one write at once."""
    limits = LimitSettings(concurrent_writes=1)
    return settings.model_copy(update={"limits": limits, "database": DatabaseSettings(lock_seconds=60), **changes})


async def signed_in(http: httpx.AsyncClient) -> str:
    """Sign ada up and in, and return her token."""
    account = {"username": "ada", "email": "ada@example.com", "password": PASSWORD}
    assert (await http.post("/api/v1/auth/register", json=account)).status_code == 201
    answer = await http.post("/api/v1/auth/login", json={name: account[name] for name in ("username", "password")})
    token: str = answer.json()["access_token"]
    return token


def posted(token: str, length: int) -> bytes:
    """Return the head of a request for the watchlist, whose connection ends with its answer."""
    lines = ("POST /api/v1/watchlist HTTP/1.1", "Host: a", f"Authorization: Bearer {token}", "Connection: close")
    return "\r\n".join((*lines, "Content-Type: application/json", f"Content-Length: {length}", "", "")).encode()
