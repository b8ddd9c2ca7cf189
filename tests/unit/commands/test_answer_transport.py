"""Head and body of an answer leave in one write, and nothing is held for longer than a step of the loop."""

import asyncio

import pytest

from watchkeeper.commands.answer_transport import AnswerTransport

HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n"


class Wire(asyncio.Transport):
    """Writes down what happens to a connection."""

    def __init__(self) -> None:
        super().__init__({"peername": "somebody"})
        self.done: list[bytes | str] = []

    def is_closing(self) -> bool:
        return "abort" in self.done

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.done.append(bytes(data))

    def close(self) -> None:
        self.done.append("close")

    def write_eof(self) -> None:
        self.done.append("eof")

    def abort(self) -> None:
        self.done.append("abort")


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
async def transport(wire: Wire) -> AnswerTransport:
    return AnswerTransport(wire, asyncio.get_running_loop())


async def test_head_and_body_are_one_write(wire: Wire, transport: AnswerTransport) -> None:
    transport.write(HEAD)
    assert wire.done == []
    transport.write(b"{}")
    transport.write(HEAD)
    transport.write(b"")
    await asyncio.sleep(0)
    assert wire.done == [HEAD + b"{}", HEAD]


async def test_head_alone_goes_out_with_the_next_step(wire: Wire, transport: AnswerTransport) -> None:
    transport.write(HEAD)
    await asyncio.sleep(0)
    assert wire.done == [HEAD]
    transport.write(b"{}")
    assert wire.done == [HEAD, b"{}"]


async def test_chunks_are_not_held(wire: Wire, transport: AnswerTransport) -> None:
    transport.write(HEAD)
    transport.write(b"1\r\na\r\n")
    transport.write(b"1\r\nb\r\n")
    assert wire.done == [HEAD + b"1\r\na\r\n", b"1\r\nb\r\n"]


async def test_last_chunk_is_held_for_no_longer_than_a_step(wire: Wire, transport: AnswerTransport) -> None:
    transport.write(b"0\r\n\r\n")
    await asyncio.sleep(0)
    assert wire.done == [b"0\r\n\r\n"]


@pytest.mark.parametrize(("ending", "expected"), [("close", "close"), ("write_eof", "eof")])
async def test_end_lets_the_head_go_first(wire: Wire, transport: AnswerTransport, ending: str, expected: str) -> None:
    transport.write(HEAD)
    getattr(transport, ending)()
    await asyncio.sleep(0)
    assert wire.done == [HEAD, expected]


async def test_everything_else_is_the_connection_s_own(wire: Wire, transport: AnswerTransport) -> None:
    transport.write(HEAD)
    transport.abort()
    await asyncio.sleep(0)
    assert wire.done == ["abort"]
    assert transport.get_extra_info("peername") == "somebody"
