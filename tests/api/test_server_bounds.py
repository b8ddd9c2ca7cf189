"""What the server itself refuses or bounds, over a real socket: requests that are no clear HTTP/1.1, and floods."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from typing import Any

import pytest
from fastapi import FastAPI, Request

from tests.support.raw import answers_in
from tests.support.running import Running, running
from watchkeeper.configs.settings import Settings

HEAD = b"GET /echo HTTP/1.1\r\nHost: a\r\n"
GET = HEAD + b"\r\n"
LAST = HEAD + b"Connection: close\r\n\r\n"
POST = b"POST /echo HTTP/1.1\r\nHost: a\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
OFFER = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n"
LONG_LINE = b"X: " + b"a" * 1000 + b"\r\n"


def echoing_application() -> FastAPI:
    """Return an application that says what the server has told it."""
    application = FastAPI()
    application.state.container = None

    @application.api_route("/echo", methods=["GET", "POST"])
    async def echo(request: Request) -> dict[str, Any]:
        body = await request.body()
        return {"headers": [name.decode() for name, _ in request.scope["headers"]], "body": body.decode("latin-1")}

    @application.post("/early")
    async def respond_without_the_body() -> str:
        return "early"

    return application


@pytest.fixture(scope="module")
async def service(settings: Settings) -> AsyncIterator[Running]:
    async with running(echoing_application(), settings) as service:
        yield service


async def half_closed(service: Running, data: bytes) -> bytes:
    """Send `data` and that nothing more will come; return what comes back until the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    try:
        writer.write(data)
        writer.write_eof()
        async with asyncio.timeout(20):
            return await reader.read()
    finally:
        writer.close()


def in_short(stream: bytes) -> list[tuple[int, str | None]]:
    return [(answer.status, answer.code) for answer in answers_in(stream)]


def chunks(body: bytes, size: int) -> bytes:
    parts: Iterable[bytes] = (body[start : start + size] for start in range(0, len(body), size))
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


UNCLEAR = [
    b"GET /echo#fragment HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /echo HTTP/2.0\r\nHost: a\r\n\r\n",
    b"GET /echo HTTP/0.9\r\nHost: a\r\n\r\n",
    b"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
    HEAD + b"Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n",
    HEAD + b"Authorization: Bearer a\r\nauthorization: Bearer a\r\n\r\n",
    b"GET http://other/echo HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET http://user@a/echo HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET http://a:80/echo HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /echo HTTP/1.1\r\n\r\n",
    b"GET /echo HTTP/1.1\r\nHost:\r\n\r\n",
    b"GET /echo HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
    b"GET /echo HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n",
    b"GET /echo HTTP/1.1\r\nHost: a/b\r\n\r\n",
    b"GET /echo HTTP/1.1\r\nHost: a b\r\n\r\n",
    b"GET /echo HTTP/1.1\r\nHost: user@a\r\n\r\n",
    POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: identity\r\n\r\n",
    POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    POST + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde",
    POST.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    POST + OFFER + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    HEAD + OFFER + b"Host: b\r\n\r\n",
    CHUNKED + b"zz\r\n",
    CHUNKED + b"5\r\nabcdefg\r\n0\r\n\r\n",
]


@pytest.mark.parametrize("request_", UNCLEAR, ids=lambda request: repr(request[:90]))
async def test_request_that_is_not_clear_is_refused(request_: bytes, service: Running) -> None:
    assert in_short(await service.send(request_)) == [(400, "malformed_request")]


@pytest.mark.parametrize("request_", UNCLEAR, ids=lambda request: repr(request[:90]))
async def test_requests_before_one_that_is_refused_are_answered(request_: bytes, service: Running) -> None:
    stream = await service.send(GET + GET + request_ + GET)
    assert in_short(stream) == [(200, None), (200, None), (400, "malformed_request")]


async def test_absolute_target_with_the_host_of_the_header_is_served(service: Running) -> None:
    stream = await service.send(b"GET http://a/echo HTTP/1.1\r\nHost: A\r\nConnection: close\r\n\r\n")
    assert in_short(stream) == [(200, None)]


@pytest.mark.parametrize(
    ("begun", "line", "refused"),
    [(HEAD, LONG_LINE, (431, "headers_too_large")),
     (HEAD + b"X: ", b"a" * 1000, (431, "headers_too_large")),
     (CHUNKED + b"0\r\n", LONG_LINE, (431, "headers_too_large")),
     (CHUNKED + b"0\r\nX: ", b"a" * 1000, (431, "headers_too_large")),
     (CHUNKED + b"1;a=", b"a" * 1000, (431, "headers_too_large")),
     (CHUNKED, b"1;" + b"a" * 1000 + b"\r\nx\r\n", (431, "headers_too_large"))],
    ids=["headers", "header", "trailers", "trailer", "chunk extension", "extension with each chunk"],
)  # fmt: skip
async def test_flood_that_is_no_body_is_refused_while_others_are_served(
    begun: bytes, line: bytes, refused: tuple[int, str], service: Running
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    response = asyncio.create_task(reader.read())
    writer.write(begun)
    with suppress(ConnectionError):
        for _ in range(10_000):
            writer.write(line)
            await writer.drain()
            if response.done():
                break
            await asyncio.sleep(0)
    assert (await service.http.get("/echo")).status_code == 200
    assert in_short(await response) == [refused]
    writer.close()


@pytest.mark.parametrize("size", [1, 10_000])
async def test_trailers_are_no_headers(size: int, service: Running) -> None:
    trailers = b"Authorization: Bearer a\r\nHost: b\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n"
    body = b"3\r\nabc\r\n0\r\n" + trailers
    first, second = answers_in(await service.send_in_pieces(CHUNKED + body + LAST, size))
    assert first.body == b'{"headers":["host","transfer-encoding"],"body":"abc"}'
    assert second.status == 200


@pytest.mark.parametrize("size", [1, 1000, 1_000_000])
@pytest.mark.parametrize("length", [0, 22, 3_000])
@pytest.mark.parametrize("is_chunked", [True, False])
async def test_body_with_an_offer_of_another_protocol_arrives(
    is_chunked: bool, length: int, size: int, service: Running
) -> None:
    body = (b"GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n" * 100)[:length]
    framing = b"Transfer-Encoding: chunked\r\n\r\n" if is_chunked else b"Content-Length: %d\r\n\r\n" % length
    request = POST + OFFER + framing + (chunks(body, 1024) if is_chunked else body)
    answers = answers_in(await service.send_in_pieces(request + request + LAST, size))
    assert [answer.status for answer in answers] == [200, 200, 200]
    named = "transfer-encoding" if is_chunked else "content-length"
    for answer in answers[:2]:
        assert answer.body.startswith(b'{"headers":["host","connection","%b"],"body":' % named.encode())
        assert answer.body.count(b"/hidden") == body.count(b"/hidden")
        assert len(answer.body) > length


@pytest.mark.parametrize(
    ("data", "expected"),
    [(GET, [(200, None)]),
     (GET + GET + GET, [(200, None)] * 3),
     (POST + b"Content-Length: 3\r\n\r\nabc", [(200, None)]),
     (CHUNKED + b"3\r\nabc\r\n0\r\n\r\n", [(200, None)]),
     (POST + OFFER + b"Content-Length: 3\r\n\r\nabc", [(200, None)]),
     (GET + HEAD, [(200, None)]),
     (GET + POST + b"Content-Length: 3\r\n\r\na", [(200, None), (400, "malformed_request")]),
     (GET + b"nonsense\r\n\r\n", [(200, None), (400, "malformed_request")]),
     (HEAD, []),
     (POST + b"Content-Length: 3\r\n\r\na", [(400, "malformed_request")]),
     (b"", [])],
    ids=lambda value: repr(value)[:70],
)  # fmt: skip
async def test_client_that_only_stops_sending_still_gets_its_responses(
    data: bytes, expected: list[tuple[int, str | None]], service: Running
) -> None:
    assert in_short(await half_closed(service, data)) == expected


async def test_body_broken_after_its_response_gets_no_second_one(service: Running) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    writer.write(b"POST /early HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    body = await reader.readexactly(len(b'"early"'))
    writer.write(b"zz\r\n")
    assert in_short(head + body + await reader.read()) == [(200, None)]
    writer.close()
