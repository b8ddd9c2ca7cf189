"""Uploads over a real socket that come slowly, break off, say no length or are too large: bounded, nothing is left."""

import asyncio
import gc
import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import asyncpg
import httpx
import pytest

from tests.support.accounts import Person
from tests.support.databases import SECRET
from tests.support.imports import IMPORTS
from tests.support.raw import RawAnswer, answers_in
from tests.support.running import Running, running
from watchkeeper.configs.application import create_application
from watchkeeper.configs.import_settings import ImportSettings
from watchkeeper.configs.settings import Settings

_FORM = b'--b\r\nContent-Disposition: form-data; name="file"; filename="ratings.csv"\r\n\r\n'
_END = b"\r\n--b--\r\n"
_ROW = b"2024-01-01,Heat,1995,https://boxd.it/1,4.5\n"
_FILE = b"Date,Name,Year,Letterboxd URI,Rating\n" + _ROW * 30_000
"""More than is held in memory: a form has it on disk, in a file without a name."""
_HALF = _FORM + _FILE[: len(_FILE) // 2 + (1 << 20) // 2]


@pytest.fixture(scope="module")
async def service(settings: Settings, dsn: str) -> AsyncIterator[Running]:
    """A service of little patience, for small files."""
    imports = ImportSettings(upload_mib=2, upload_bytes_per_second=10_000_000)
    impatient = settings.model_copy(update={"imports": imports, "body_seconds": 0.3})
    async with running(create_application(impatient, secret=SECRET, dsn=dsn), impatient) as service:
        yield service


def head(person: Person | None, length: bytes) -> bytes:
    token = "" if person is None else f"Authorization: {person.http.headers['Authorization']}\r\n"
    lines = f"POST {IMPORTS} HTTP/1.1\r\nHost: a\r\n{token}Content-Type: multipart/form-data; boundary=b\r\n"
    return lines.encode() + length + b"\r\n\r\n"


async def dripped(service: Running, begun: bytes, drop: bytes) -> RawAnswer:
    """Send the beginning at once, then a drop at a time, until the answer is there."""
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    with closing(writer):
        writer.write(begun)
        answered = asyncio.create_task(_answer(reader))
        async with asyncio.timeout(30):
            while not answered.done():
                writer.write(drop)
                await asyncio.sleep(0.05)
        return await answered


async def _answer(reader: asyncio.StreamReader) -> RawAnswer:
    """Return an answer as soon as it is whole: the service still takes a little of a body that it has refused."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    body = await reader.readexactly(int(length[1])) if length else b""
    (answer,) = answers_in(head + body)
    return answer


def nameless_files() -> list[str]:
    """Return the open files of this process that have no name any more."""
    gc.collect()
    return [path for path in _opened() if path.endswith("(deleted)") and not path.startswith("/memfd")]


def _opened() -> Iterator[str]:
    for opened in Path("/proc/self/fd").iterdir():
        try:
            yield str(opened.readlink())
        except FileNotFoundError:  # that of the listing itself
            continue


@pytest.fixture(autouse=True)
async def nothing_is_left(connection: asyncpg.Connection, empty_tables: None) -> AsyncIterator[None]:
    before = nameless_files()
    yield
    deadline = time.monotonic() + 10
    while nameless_files() != before:
        assert time.monotonic() < deadline, nameless_files()
        await asyncio.sleep(0.02)


async def stored(connection: asyncpg.Connection) -> int:
    number: int = await connection.fetchval("SELECT count(*) FROM imports")
    return number


@pytest.mark.parametrize("begun", [_FORM, _HALF])
async def test_upload_in_drops_is_not_waited_for(
    service: Running, person: Person, connection: asyncpg.Connection, begun: bytes
) -> None:
    answer = await dripped(service, head(person, b"Content-Length: 2000000") + begun, b"2")
    assert (answer.status, answer.code, answer.headers["connection"]) == (408, "body_timeout", "close")
    assert await stored(connection) == 0


async def test_upload_that_breaks_off_leaves_nothing(
    service: Running, person: Person, connection: asyncpg.Connection
) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", service.port)
    writer.write(head(person, b"Content-Length: 2000000") + _HALF)
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    whole = await sent(service, person, [_FORM + _FILE + _END])
    assert (whole.status_code, await stored(connection)) == (202, 1)


async def sent(service: Running, person: Person, pieces: list[bytes]) -> httpx.Response:
    async def told() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    token = person.http.headers["Authorization"]
    headers = {"Authorization": token, "Content-Type": "multipart/form-data; boundary=b"}
    return await service.http.post(IMPORTS, content=told(), headers=headers)


async def test_upload_without_a_length_is_taken(
    service: Running, person: Person, connection: asyncpg.Connection
) -> None:
    pieces = [_FORM + _FILE[:1000], *(_FILE[at : at + 50_000] for at in range(1000, len(_FILE), 50_000)), _END]
    answer = await sent(service, person, pieces)
    assert (answer.status_code, await stored(connection)) == (202, 1)
    assert answer.json()["file_size"] == len(_FILE)


async def test_upload_that_turns_out_too_large_is_refused_while_it_comes(
    service: Running, person: Person, connection: asyncpg.Connection
) -> None:
    answer = await sent(service, person, [_FORM, *[_ROW * 2000] * 40, _END])
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")
    assert answer.json()["detail"] == "The file has at most 2 MiB."
    assert await stored(connection) == 0


async def test_upload_that_says_it_is_too_large_is_not_waited_for(service: Running, person: Person) -> None:
    answer = await dripped(service, head(person, b"Content-Length: 60000000") + _FORM, b"2")
    assert (answer.status, answer.code) == (413, "payload_too_large")


async def test_stranger_is_told_before_anything_is_read(service: Running) -> None:
    answer = await dripped(service, head(None, b"Content-Length: 2000000") + _FORM, b"2")
    assert answer.status == 401
