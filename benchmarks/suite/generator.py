"""A load generator straight on asyncio's protocols: some 10,000 requests a second from one process."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

_LATEST_SECONDS = 30.0
_WITHOUT_BODY = (204, 304)
_FIRST_ERROR = 400


@dataclass(slots=True)
class Tally:
    """Answers of a window; times in milliseconds, `bodies` only where they are kept."""

    seconds: float = 0.0
    errors: int = 0
    milliseconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def answers(self) -> int:
        return len(self.milliseconds)

    def add(self, status: int, milliseconds: float) -> None:
        self.milliseconds.append(milliseconds)
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.errors += status >= _FIRST_ERROR

    def percentile(self, share: float) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


class Sender(asyncio.Protocol):
    """One connection: sends the next request when the answer is complete, until nothing is left or time is over."""

    def __init__(self, requests: Iterator[bytes], tally: Tally, latest: float) -> None:
        self._requests = requests
        self._tally = tally
        self._latest = latest
        self._buffer = bytearray()
        self._sent_at = 0.0
        self._transport: asyncio.Transport | None = None
        self.is_done = asyncio.get_running_loop().create_future()
        self.must_reconnect = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._send_next()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        answered = parsed_answer(self._buffer)
        if answered is None:
            return
        status, length = answered
        del self._buffer[:length]
        self._tally.add(status, (time.perf_counter() - self._sent_at) * 1000)
        self._send_next()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.must_reconnect = time.perf_counter() < self._latest and self._sent_at > 0
        self._finish()

    def _send_next(self) -> None:
        request = next(self._requests, None) if time.perf_counter() < self._latest else None
        assert self._transport is not None  # noqa: S101 - for types: it is connected
        if request is None:
            self._sent_at = 0.0
            self._transport.close()
            return
        self._sent_at = time.perf_counter()
        self._transport.write(request)

    def _finish(self) -> None:
        if not self.is_done.done():
            self.is_done.set_result(None)


def parsed_answer(buffer: bytearray) -> tuple[int, int] | None:
    """Return the status and the length of the answer that the buffer begins with, or None while it is not complete."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(buffer[:end]).lower()
    status = int(head[9:12])
    if status in _WITHOUT_BODY:
        return status, end + 4
    _, found, rest = head.partition(b"content-length:")
    if not found:
        raise ValueError("an answer without Content-Length can't be measured")
    length = end + 4 + int(rest.split(b"\r\n", 1)[0])
    return (status, length) if len(buffer) >= length else None


async def send_for(seconds: float, port: int, requests: Iterator[bytes], connections: int) -> Tally:
    """Send requests over so many connections until the time is over or there are none left."""
    tally = Tally()
    begin = time.perf_counter()
    latest = begin + seconds
    async with asyncio.timeout(seconds + _LATEST_SECONDS):
        await asyncio.gather(*(_keep_sending(port, requests, tally, latest) for _ in range(connections)))
    tally.seconds = time.perf_counter() - begin
    return tally


async def _keep_sending(port: int, requests: Iterator[bytes], tally: Tally, latest: float) -> None:
    loop = asyncio.get_running_loop()
    must_connect = True
    while must_connect:
        _, sender = await loop.create_connection(lambda: Sender(requests, tally, latest), "127.0.0.1", port)
        await sender.is_done
        must_connect = sender.must_reconnect
