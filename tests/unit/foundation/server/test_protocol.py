"""The protocol over a transport that only records: how many bytes it takes of a request that never gets anywhere."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from watchkeeper.foundation.server.protocol import HttpProtocol

PIECE = 1024
BOUND = 32 * 1024
CHUNKED = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n"


class RecordingTransport(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__({})
        self.written = b""
        self.events: list[str] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)

    def write_eof(self) -> None:
        self.events.append("eof")

    def close(self) -> None:
        self.events.append("close")

    def abort(self) -> None:
        self.events.append("abort")

    def is_closing(self) -> bool:
        return "close" in self.events

    def pause_reading(self) -> None:
        self.events.append("pause")

    def resume_reading(self) -> None:
        self.events.append("resume")


async def respond_at_once(scope: Any, receive: Any, send: Any) -> None:
    """Respond with nothing, and read nothing."""
    del scope, receive
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def wait_for_the_end(scope: Any, receive: Any, send: Any) -> None:
    """Read the body to its end and respond with nothing."""
    del scope
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
async def transport() -> RecordingTransport:
    return RecordingTransport()


@pytest.fixture
async def protocol(transport: RecordingTransport) -> Any:
    config = uvicorn.Config(wait_for_the_end, lifespan="off", ws="none", log_config=None)
    protocol = HttpProtocol(config, ServerState(), {}, header_seconds=60)
    protocol.connection_made(transport)
    yield protocol
    protocol.connection_lost(None)


def endless(line: bytes) -> Iterator[bytes]:
    while True:
        yield line * (PIECE // len(line))


@pytest.mark.parametrize(
    ("begun", "line"),
    [(b"GET /", b"a"), (HEAD + b"X: ", b"a"), (HEAD, b"a"), (HEAD, b"X: " + b"a" * 500 + b"\r\n"),
     (CHUNKED + b"0\r\n", b"X: " + b"a" * 500 + b"\r\n"), (CHUNKED + b"0\r\nX: ", b"a"), (CHUNKED + b"0\r\n", b"a"),
     (CHUNKED + b"5;", b"a"), (CHUNKED + b"1;a=", b'"' + b"b" * 400 + b'"'), (CHUNKED, b"0"),
     (CHUNKED, b"1;" + b"a" * 1000 + b"\r\nx\r\n")],
    ids=["target", "header value", "header name", "headers", "trailers", "trailer value", "trailer name",
         "chunk extension", "chunk extension value", "chunk length", "an extension with each chunk"],
)  # fmt: skip
async def test_what_never_becomes_a_body_is_refused_at_the_bound(
    begun: bytes, line: bytes, protocol: HttpProtocol, transport: RecordingTransport
) -> None:
    protocol.data_received(begun)
    taken = 0
    for piece in endless(line):
        protocol.data_received(piece)
        taken += len(piece)
        if transport.written or taken > 4 * BOUND:
            break
    head, _, body = transport.written.partition(b"\r\n\r\n")
    assert (head.split(b" ")[1], json.loads(body)["code"]) in [
        (b"431", "headers_too_large"), (b"400", "malformed_request")
    ]  # fmt: skip
    assert taken <= BOUND + 2 * PIECE
    assert transport.events[-1] == "eof"


async def test_small_chunks_are_no_flood(protocol: HttpProtocol, transport: RecordingTransport) -> None:
    protocol.data_received(CHUNKED)
    for _ in range(8 * BOUND // PIECE):
        protocol.data_received(b"8\r\nabcdefgh\r\n" * (PIECE // 13))
    assert transport.written == b""


async def test_tiny_chunks_are_refused(protocol: HttpProtocol, transport: RecordingTransport) -> None:
    protocol.data_received(CHUNKED)
    taken = 0
    while not transport.written:
        protocol.data_received(b"1\r\nx\r\n" * 100)
        taken += 600
        assert taken <= 2 * BOUND
    assert b" 431 " in transport.written


async def test_body_that_nobody_reads_any_more_is_bounded(
    protocol: HttpProtocol, transport: RecordingTransport
) -> None:
    """A connection that has its response could otherwise send for ever."""
    protocol.app = respond_at_once
    protocol.data_received(HEAD.replace(b"GET", b"POST") + b"Content-Length: 1000000000\r\n\r\n")
    await responses(transport, 1)
    sent = 0
    while "eof" not in transport.events:
        protocol.data_received(b"a" * 64 * PIECE)
        sent += 64 * PIECE
        assert sent <= 17 * 1024 * PIECE
    assert transport.written.count(b"HTTP/1.1") == 1


async def test_requests_that_wait_on_a_connection_are_bounded(
    protocol: HttpProtocol, transport: RecordingTransport
) -> None:
    protocol.data_received((HEAD + b"\r\n") * 1000)
    assert len(protocol.pipeline) == 256
    await until(transport, "eof")
    statuses = [int(part[1:4]) for part in transport.written.split(b"HTTP/1.1")[1:]]
    assert statuses == [204] * 257 + [429]


async def test_nothing_is_read_while_requests_wait(protocol: HttpProtocol, transport: RecordingTransport) -> None:
    """Else each response lets in as many requests as one read holds, and the line only grows."""
    protocol.app = respond_at_once
    protocol.data_received((HEAD + b"\r\n") * 3)
    await responses(transport, 3)
    reading = [event for event in transport.events if event in ("pause", "resume")]
    assert reading == ["pause", "resume", "pause", "resume"]


async def test_nothing_is_taken_after_a_rejection(protocol: HttpProtocol, transport: RecordingTransport) -> None:
    protocol.data_received(b"nonsense\r\n\r\n")
    written = transport.written
    protocol.data_received(HEAD + b"\r\n")
    assert (transport.written, transport.events) == (written, ["eof"])


@pytest.fixture
async def impatient(transport: RecordingTransport) -> Any:
    """A protocol with hardly any time."""
    config = uvicorn.Config(wait_for_the_end, lifespan="off", ws="none", log_config=None)
    protocol = HttpProtocol(config, ServerState(), {}, header_seconds=0.01)
    protocol.connection_made(transport)
    yield protocol
    protocol.connection_lost(None)


async def until(transport: RecordingTransport, event: str) -> None:
    while event not in transport.events:  # noqa: ASYNC110 - a transport tells nobody
        await asyncio.sleep(0.001)


async def responses(transport: RecordingTransport, count: int) -> None:
    while transport.written.count(b"HTTP/1.1") < count:  # noqa: ASYNC110 - a transport tells nobody
        await asyncio.sleep(0.001)


async def test_client_that_does_not_close_after_a_rejection_is_cut_off(
    monkeypatch: pytest.MonkeyPatch, protocol: HttpProtocol, transport: RecordingTransport
) -> None:
    monkeypatch.setattr("watchkeeper.foundation.server.protocol._LINGER_SECONDS", 0.01)
    protocol.data_received(b"nonsense\r\n\r\n")
    await until(transport, "abort")
    assert transport.events == ["eof", "abort"]


async def test_client_that_reads_nothing_is_cut_off(impatient: HttpProtocol, transport: RecordingTransport) -> None:
    impatient.data_received(HEAD + b"\r\n")
    impatient.pause_writing()
    await until(transport, "abort")


async def test_client_that_reads_again_in_time_is_not_cut_off(
    protocol: HttpProtocol, transport: RecordingTransport
) -> None:
    protocol.pause_writing()
    protocol.resume_writing()
    assert "abort" not in transport.events


async def test_client_that_does_not_take_its_last_response_is_cut_off(
    impatient: HttpProtocol, transport: RecordingTransport
) -> None:
    """A transport that is closed waits for what is not sent yet, without bound."""
    impatient.data_received(HEAD + b"Connection: close\r\n\r\n")
    await until(transport, "abort")
    assert transport.events == ["close", "abort"]


async def test_head_is_not_late_while_the_server_reads_nothing(
    impatient: HttpProtocol, transport: RecordingTransport
) -> None:
    """Two requests wait for their responses, so reading is paused; the head of the third has begun."""
    impatient.data_received(CHUNKED + b"0\r\n\r\n" + HEAD + b"\r\n" + HEAD)
    assert transport.events == ["pause"]
    await until(transport, "eof")
    answers = [line for line in transport.written.split(b"\r\n") if line.startswith(b"HTTP/")]
    assert answers == [b"HTTP/1.1 204 No Content"] * 2 + [b"HTTP/1.1 408 Request Timeout"]
