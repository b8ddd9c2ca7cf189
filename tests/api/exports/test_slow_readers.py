"""Exports over a real socket: to who reads slowly, and to who stops."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.databases import SECRET
from tests.support.exports import EXPORTS, members_of
from tests.support.plays import played
from tests.support.running import Running, running
from tests.support.watchlist import stored_title
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import Settings

pytestmark = pytest.mark.usefixtures("empty_tables")

_PLAYS = 2000
_SMALL_BUFFER = 4096


@pytest.fixture
async def person(accounts: Accounts, connection: asyncpg.Connection) -> Person:
    """Somebody with more to say than all buffers on the way take."""
    person = await accounts.person()
    await played(person, await stored_title(connection, "Heat"))
    await connection.execute(
        "INSERT INTO plays (user_id, id, title_id, viewing, precision, sorted_at, edited_at, created_at, updated_at,"
        " note) SELECT user_id, gen_random_uuid(), title_id, 1, 'unknown', '-infinity', now(), now(), now(),"
        " (SELECT string_agg(md5(random()::text || word || own), '') FROM generate_series(1, 300) AS word)"
        " FROM plays, generate_series(2, $1) AS own",
        _PLAYS,
    )
    return person


@asynccontextmanager
async def service_of(settings: Settings, dsn: str, **times: float) -> AsyncIterator[Running]:
    changed = settings.model_copy(update=times)
    async with running(create_application(changed, secret=SECRET, dsn=dsn), changed) as service:
        yield service


async def test_who_reads_slowly_gets_everything(person: Person, settings: Settings, dsn: str) -> None:
    headers = {"Authorization": person.http.headers["Authorization"]}
    received = bytearray()
    async with (
        service_of(settings, dsn, request_seconds=0.5) as service,
        service.http.stream("GET", f"{EXPORTS}/watchkeeper.zip", headers=headers) as answer,
    ):
        async for block in answer.aiter_raw(500_000):
            received += block
            await asyncio.sleep(0.1)

    assert len(members_of(bytes(received))["plays.jsonl"]) == _PLAYS


async def test_who_stops_reading_is_cut_off(person: Person, settings: Settings, dsn: str) -> None:
    async with service_of(settings, dsn, header_seconds=0.3) as service:
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER)
        connection.connect(("127.0.0.1", service.port))
        reader, writer = await asyncio.open_connection(sock=connection, limit=1)
        request = f"GET {EXPORTS}/watchkeeper.zip HTTP/1.1\r\nHost: a\r\n"
        writer.write(f"{request}Authorization: {person.http.headers['Authorization']}\r\n\r\n".encode())
        assert await reader.read(1)
        async with asyncio.timeout(60):
            while service.server.server_state.connections or service.server.server_state.tasks:  # noqa: ASYNC110 - nothing tells when
                await asyncio.sleep(0.1)
        writer.close()


async def test_export_ends_with_its_client(person: Person, settings: Settings, dsn: str) -> None:
    headers = {"Authorization": person.http.headers["Authorization"]}
    async with service_of(settings, dsn) as service:
        async with service.http.stream("GET", f"{EXPORTS}/watchkeeper.zip", headers=headers) as answer:
            assert await anext(answer.aiter_raw(10))
        async with asyncio.timeout(60):
            while service.server.server_state.tasks:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
