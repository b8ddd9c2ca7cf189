"""What takes too long: requests that wait for something, bodies and headers that never end, answers nobody reads."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts
from tests.support.databases import SECRET
from tests.support.problems import problem_of
from tests.support.raw import answers_in
from tests.support.running import Running, running
from watchkeeper.configs.application import create_application
from watchkeeper.configs.database_settings import DatabaseSettings
from watchkeeper.configs.settings import Settings

GENRES = "/api/v1/genres"
BEGUN = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
async def service(settings: Settings, dsn: str) -> AsyncIterator[Running]:
    """A service of little patience."""
    database = DatabaseSettings(pool_size=3, lock_seconds=60, statement_seconds=60)
    times = {"request_seconds": 0.6, "body_seconds": 0.3, "header_seconds": 0.3}
    impatient = settings.model_copy(update={"database": database, **times})
    async with running(create_application(impatient, secret=SECRET, dsn=dsn), impatient) as service:
        yield service


@pytest.fixture
async def http(service: Running) -> AsyncIterator[httpx.AsyncClient]:
    """A client with a connection for each request: the service soon closes those that it does not hear of."""
    async with httpx.AsyncClient(
        base_url=service.http.base_url, timeout=60, limits=httpx.Limits(max_keepalive_connections=0)
    ) as http:
        yield http


@pytest.fixture
async def locked(connection: asyncpg.Connection, empty_tables: None) -> AsyncIterator[asyncpg.Connection]:
    """The table of genres, locked against everybody for as long as the test lasts, or until its transaction ends."""
    await connection.execute("BEGIN; LOCK TABLE genres IN ACCESS EXCLUSIVE MODE")
    yield connection
    await connection.execute("ROLLBACK")


async def test_request_that_waits_too_long_is_given_up(
    service: Running, http: httpx.AsyncClient, locked: asyncpg.Connection
) -> None:
    answers = await asyncio.gather(*(http.get(GENRES) for _ in range(3)))
    for answer in answers:
        problem_of(answer, 503, "request_timeout")
        assert answer.headers["retry-after"] == "1"
    await locked.execute("ROLLBACK")
    await until_nothing_is_borrowed(service)
    answers = await asyncio.gather(*(http.get(GENRES) for _ in range(9)))
    assert {answer.status_code for answer in answers} == {200}


async def test_change_that_was_given_up_is_not_made_later(
    service: Running,
    http: httpx.AsyncClient,
    client: httpx.AsyncClient,
    accounts: Accounts,
    connection: asyncpg.Connection,
) -> None:
    admin = await accounts.admin()
    headers = {"Authorization": admin.http.headers["Authorization"]}
    await http.get("/api/v1/auth/me", headers=headers)
    await connection.execute("BEGIN; LOCK TABLE genres IN ACCESS EXCLUSIVE MODE")
    answer = await http.post(GENRES, json={"name": "Given up"}, headers=headers)
    await connection.execute("ROLLBACK")
    problem_of(answer, 503, "request_timeout")
    await until_nothing_is_borrowed(service)
    names = [genre["name"] for genre in (await client.get(GENRES)).json()["items"]]
    assert names == []


@pytest.mark.parametrize("length", [b"Content-Length: 100\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n20\r\n"])
async def test_body_that_never_ends_is_not_waited_for(length: bytes, service: Running) -> None:
    (answer,) = answers_in(await service.send(BEGUN + length + b'{"user'))
    assert (answer.status, answer.code, answer.headers["connection"]) == (408, "body_timeout", "close")


async def test_body_sent_in_drops_is_not_waited_for(service: Running) -> None:
    (answer,) = answers_in(await dripped(service, BEGUN + b"Content-Length: 1000\r\n\r\n", b" "))
    assert (answer.status, answer.code) == (408, "body_timeout")


@pytest.mark.parametrize(
    "begun", [b"G", b"GET /health", b"GET /health HTTP/1.1\r\nHost: a\r\n", b"GET /health HTTP/1.1\r\nX-Long: aaa"]
)
async def test_headers_that_never_end_are_not_waited_for(begun: bytes, service: Running) -> None:
    (answer,) = answers_in(await service.send(begun))
    assert (answer.status, answer.code, answer.headers["connection"]) == (408, "headers_timeout", "close")


async def test_headers_sent_in_drops_are_not_waited_for(service: Running) -> None:
    (answer,) = answers_in(await dripped(service, b"GET /health HTTP/1.1\r\nHost: a\r\n", b"X-A: b\r\n"))
    assert (answer.status, answer.code) == (408, "headers_timeout")


@pytest.mark.parametrize("drop", [b"", b"\r\n"])
async def test_connection_on_which_no_request_begins_is_closed(drop: bytes, service: Running) -> None:
    assert await dripped(service, b"", drop) == b""


async def test_second_request_that_never_ends_is_not_waited_for_either(service: Running) -> None:
    first = b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
    answers = answers_in(await service.send(first + b"GET /health HTTP/1.1\r\nHos"))
    assert [(answer.status, answer.code) for answer in answers] == [(200, None), (408, "headers_timeout")]


async def test_body_of_a_request_that_is_answered_already_is_not_taken_for_ever(service: Running) -> None:
    begun = b"GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"
    (answer,) = answers_in(await dripped(service, begun, b" "))
    assert answer.status == 200


async def test_client_that_does_not_read_its_answers_is_cut_off(service: Running) -> None:
    _reader, writer = await asyncio.open_connection("127.0.0.1", service.port, limit=1)
    transport: Any = writer.transport
    transport.pause_reading()
    writer.write(b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n" * 400)
    async with asyncio.timeout(20):
        while service.server.server_state.connections:  # noqa: ASYNC110 - nothing tells when
            await asyncio.sleep(0.05)
    writer.close()


async def dripped(service: Running, begun: bytes, drop: bytes) -> bytes:
    """Send `begun`, then one drop after the other until the service has had enough; return what it said."""
    loop = asyncio.get_running_loop()
    with socket.socket() as connection:
        connection.setblocking(False)
        await loop.sock_connect(connection, ("127.0.0.1", service.port))
        await loop.sock_sendall(connection, begun)
        answer = asyncio.create_task(everything_from(connection))
        async with asyncio.timeout(20):
            while not answer.done():
                await asyncio.sleep(0.05)
                with suppress(ConnectionError):  # it has had enough; what it said is still to be read
                    await loop.sock_sendall(connection, drop)
        return await answer


async def everything_from(connection: socket.socket) -> bytes:
    received = b""
    with suppress(ConnectionResetError):  # drops that nobody read any more
        while data := await asyncio.get_running_loop().sock_recv(connection, 65536):
            received += data
    return received


async def until_nothing_is_borrowed(service: Running) -> None:
    async with asyncio.timeout(20):
        while service.container.database().pool.state().in_use:  # noqa: ASYNC110 - nothing tells when
            await asyncio.sleep(0.02)
