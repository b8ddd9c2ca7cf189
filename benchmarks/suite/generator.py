"""The bundled load generator, on asyncio's protocols: some 10,000 requests a second from one process."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from benchmarks.suite.failures import MeasurementError

_GRACE_SECONDS = 30.0
_WITHOUT_BODY = (204, 304)
_LONGEST_SAMPLE = 300


@dataclass(slots=True)
class Tally:
    """Responses of a window; times in milliseconds. `sample` is the first response of another status than expected."""

    expected: int = 200
    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    sample: str = ""

    @property
    def responses(self) -> int:
        return len(self.milliseconds)

    def require(self, what: str) -> None:
        """Raise MeasurementError, which says of what, unless there were responses, all of the expected status."""
        complaint = complaint_about(self.statuses, self.expected, self.sample)
        if complaint:
            raise MeasurementError(f"{what}: {complaint}")

    def add(self, response: bytes, status: int, milliseconds: float) -> None:
        self.milliseconds.append(milliseconds)
        self.statuses[status] += 1
        if status != self.expected and not self.sample:
            body = response.partition(b"\r\n\r\n")[2]
            self.sample = f"{status} {body[:_LONGEST_SAMPLE].decode(errors='replace')}"

    def percentile(self, share: float) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def complaint_about(statuses: Counter[int], expected: int, sample: str) -> str:
    """Return how many responses had which wrong status, with the first of them; nothing when all were as expected."""
    if not statuses:
        return "no response"
    wrong = {status: count for status, count in sorted(statuses.items()) if status != expected}
    if not wrong:
        return ""
    counts = ", ".join(f"{count} with {status}" for status, count in wrong.items())
    return f"{sum(wrong.values())} of {statuses.total()} responses were not {expected} ({counts}); the first: {sample}"


class Sender(asyncio.Protocol):
    """One connection: sends the next request when the response is complete, until none is left or time is over."""

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
        try:
            found = parsed_response(self._buffer)
        except ValueError as failure:
            self._fail(failure)
            return
        if found is None:
            return
        status, length = found
        response = bytes(self._buffer[:length])
        del self._buffer[:length]
        self._tally.add(response, status, (time.perf_counter() - self._sent_at) * 1000)
        self._send_next()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.must_reconnect = time.perf_counter() < self._latest and self._sent_at > 0
        if not self.is_done.done():
            self.is_done.set_result(None)

    def _send_next(self) -> None:
        is_due = time.perf_counter() < self._latest or not self._tally.statuses  # one at least, on a busy machine too
        request = next(self._requests, None) if is_due else None
        assert self._transport is not None  # noqa: S101 - for types: it is connected
        if request is None:
            self._sent_at = 0.0
            self._transport.close()
            return
        self._sent_at = time.perf_counter()
        self._transport.write(request)

    def _fail(self, failure: ValueError) -> None:
        assert self._transport is not None  # noqa: S101 - for types: it is connected
        self._transport.abort()
        if not self.is_done.done():
            self.is_done.set_exception(failure)


def parsed_response(buffer: bytearray) -> tuple[int, int] | None:
    """Return status and length of the response that the buffer begins with, or None while it is not complete.

    Raises ValueError for one that ends with its connection, and for what is no HTTP.
    """
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head, begin = bytes(buffer[:end]).lower(), end + 4
    status = int(head[9:12])
    if status in _WITHOUT_BODY:
        return status, begin
    if b"\r\ntransfer-encoding: chunked" in head:
        complete = _end_of_chunks(buffer, begin)
        return None if complete is None else (status, complete)
    _, found, rest = head.partition(b"content-length:")
    if not found:
        raise ValueError("a response with neither Content-Length nor chunks can't be measured")
    length = begin + int(rest.split(b"\r\n", 1)[0])
    return (status, length) if len(buffer) >= length else None


def _end_of_chunks(buffer: bytearray, position: int) -> int | None:
    """Return where the last chunk ends, or None while it is not there. Trailers are not expected."""
    while (end := buffer.find(b"\r\n", position)) >= 0:
        size = int(buffer[position:end], 16)
        position = end + 2 + size + 2
        if not size:
            return position if len(buffer) >= position else None
    return None


async def send_for(
    seconds: float,
    port: int,
    requests: Iterator[bytes],
    connections: int,
    *,
    expected: int = 200,
    grace: float = _GRACE_SECONDS,
) -> Tally:
    """Send requests over so many connections until the time is over or none is left.

    Raises TimeoutError when responses are missing `grace` seconds after the end, OSError without a connection, and
    ValueError for a response that can't be read.
    """
    tally = Tally(expected)
    begin = time.perf_counter()
    latest = begin + seconds
    async with asyncio.timeout(seconds + grace):
        await asyncio.gather(*(_keep_sending(port, requests, tally, latest) for _ in range(connections)))
    tally.seconds = time.perf_counter() - begin
    return tally


async def _keep_sending(port: int, requests: Iterator[bytes], tally: Tally, latest: float) -> None:
    loop = asyncio.get_running_loop()
    must_connect = True
    while must_connect:
        transport, sender = await loop.create_connection(lambda: Sender(requests, tally, latest), "127.0.0.1", port)
        try:
            await sender.is_done
        finally:
            transport.abort()
        must_connect = sender.must_reconnect
