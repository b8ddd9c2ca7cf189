"""Answers go out in one piece, although uvicorn writes their heads and bodies one after the other."""

import asyncio
from typing import Any

_END_OF_HEAD = b"\r\n\r\n"


class AnswerTransport:
    """A connection that holds the head of an answer back for the body that follows in the same step of the loop.

    On a busy machine a system call for the one and another for the other were a tenth of the time of a small answer. A
    head without a body, or one whose body takes its time, goes out with the loop's next step. Everything else is the
    transport's own.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._head = b""

    def write(self, data: bytes) -> None:
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head + data)
        elif data.endswith(_END_OF_HEAD):
            self._head = data
            self._loop.call_soon(self._let_go)
        else:
            self._transport.write(data)

    def close(self) -> None:
        self._let_go()
        self._transport.close()

    def write_eof(self) -> None:
        self._let_go()
        self._transport.write_eof()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the transport has
        return getattr(self._transport, name)

    def _let_go(self) -> None:
        head, self._head = self._head, b""
        if head and not self._transport.is_closing():  # who aborts a connection wants nothing to be sent
            self._transport.write(head)
