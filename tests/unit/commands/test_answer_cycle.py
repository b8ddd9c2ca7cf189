"""Answers leave in one write, and what uvicorn refuses in an answer is refused here too."""

import asyncio
import logging
from typing import Any

import pytest
from uvicorn.protocols.http.flow_control import FlowControl

from watchkeeper.foundation.server.response_cycle import AnswerCycle

Headers = list[tuple[bytes, bytes]]
TEXT: Headers = [(b"content-type", b"text/plain")]
DATE = (b"date", b"today")


class Wire(asyncio.Transport):
    """Writes down what happens to a connection."""

    def __init__(self) -> None:
        super().__init__({})
        self.done: list[bytes | str] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.done.append(bytes(data))

    def close(self) -> None:
        self.done.append("close")


@pytest.fixture
def wire() -> Wire:
    return Wire()


def cycle_over(wire: Wire, *, method: str = "GET", keep_alive: bool = True) -> AnswerCycle:
    logger = logging.getLogger("nobody")
    return AnswerCycle(
        scope={"type": "http", "method": method},  # type: ignore[typeddict-item]
        transport=wire,
        flow=FlowControl(wire),
        logger=logger,
        access_logger=logger,
        access_log=False,
        default_headers=[DATE],
        message_event=asyncio.Event(),
        expect_100_continue=False,
        keep_alive=keep_alive,
        on_response=lambda: wire.done.append("complete"),
    )


def start(status: int = 200, headers: Headers | None = None) -> dict[str, Any]:
    return {"type": "http.response.start", "status": status, "headers": headers or []}


def body(content: bytes, *, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": content, "more_body": more}


async def test_head_and_body_are_one_write(wire: Wire) -> None:
    cycle = cycle_over(wire)
    await cycle.send(start(headers=[*TEXT, (b"content-length", b"2")]))
    assert wire.done == []
    await cycle.send(body(b"{}"))
    lines = b"HTTP/1.1 200 OK\r\ndate: today\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\n{}"
    assert wire.done == [lines, "complete"]


async def test_body_of_unknown_length_goes_out_in_chunks(wire: Wire) -> None:
    cycle = cycle_over(wire)
    await cycle.send(start())
    await cycle.send(body(b"abc", more=True))
    await cycle.send(body(b"", more=True))
    await cycle.send(body(b"d" * 17))
    head = b"HTTP/1.1 200 OK\r\ndate: today\r\ntransfer-encoding: chunked\r\n\r\n"
    assert wire.done == [head + b"3\r\nabc\r\n", b"11\r\n" + b"d" * 17 + b"\r\n0\r\n\r\n", "complete"]


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
async def test_answer_without_a_body_has_no_chunks(method: str, status: int, wire: Wire) -> None:
    cycle = cycle_over(wire, method=method)
    await cycle.send(start(status))
    await cycle.send(body(b"not for HEAD" if method == "HEAD" else b""))
    (head, told) = wire.done
    assert isinstance(head, bytes)
    assert head.endswith(b"date: today\r\n\r\n")
    assert told == "complete"


async def test_connection_that_ends_says_so(wire: Wire) -> None:
    cycle = cycle_over(wire, keep_alive=False)
    await cycle.send(start(204))
    await cycle.send(body(b""))
    assert wire.done == [b"HTTP/1.1 204 No Content\r\ndate: today\r\nconnection: close\r\n\r\n", "close", "complete"]


async def test_answer_that_asks_for_it_ends_the_connection(wire: Wire) -> None:
    cycle = cycle_over(wire)
    await cycle.send(start(204, [(b"connection", b"Close")]))
    await cycle.send(body(b""))
    assert wire.done == [b"HTTP/1.1 204 No Content\r\ndate: today\r\nconnection: Close\r\n\r\n", "close", "complete"]


@pytest.mark.parametrize(
    "header",
    [
        (b"link", b"</a>\r\nset-cookie: a=b"),
        (b"link", b"a\nb"),
        (b"link", b"a\x00"),
        (b"link", b"a\x7f"),
        (b"a b", b"c"),
        (b"a\r\nb", b"c"),
        (b"a:b", b"c"),
        (b"", b"a\rb"),
    ],
)
async def test_header_that_would_be_more_than_one_is_refused(header: tuple[bytes, bytes], wire: Wire) -> None:
    with pytest.raises(RuntimeError):
        await cycle_over(wire).send(start(headers=[header]))
    assert wire.done == []


async def test_tabs_and_other_alphabets_are_no_control_characters(wire: Wire) -> None:
    cycle = cycle_over(wire)
    await cycle.send(start(204, [(b"link", "a\tü".encode("latin-1"))]))
    await cycle.send(body(b""))
    assert b"link: a\t\xfc\r\n" in b"".join(one for one in wire.done if isinstance(one, bytes))


@pytest.mark.parametrize("content", [b"a", b"abc"])
async def test_body_of_another_length_is_refused(content: bytes, wire: Wire) -> None:
    cycle = cycle_over(wire)
    await cycle.send(start(headers=[(b"content-length", b"2")]))
    with pytest.raises(RuntimeError, match="Content-Length"):
        await cycle.send(body(content))


@pytest.mark.parametrize("messages", [[body(b"")], [start(), start()], [start(204), body(b""), body(b"")]])
async def test_messages_out_of_order_are_refused(messages: list[dict[str, Any]], wire: Wire) -> None:
    cycle = cycle_over(wire)
    *expected, last = messages
    for message in expected:
        await cycle.send(message)
    with pytest.raises(RuntimeError, match="Unexpected"):
        await cycle.send(last)


async def test_nothing_is_written_to_a_client_that_has_left(wire: Wire) -> None:
    cycle = cycle_over(wire)
    cycle.disconnected = True
    await cycle.send(start())
    await cycle.send(body(b"a"))
    assert wire.done == []
