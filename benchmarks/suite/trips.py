"""Round trips to the database a request makes, counted on the wire between a service of its own and PostgreSQL."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import cycle, islice
from typing import Final
from urllib.parse import parse_qs, urlsplit, urlunsplit

from benchmarks.suite.load import Request
from benchmarks.suite.processes import Server, free_port
from benchmarks.suite.servers import Hosting, required, response_to

GOALS: Final[Mapping[str, int]] = {"list": 1, "title": 1, "cached": 1, "changes": 1, "add": 1, "rate": 2}
_SENT: Final = 20
_COUNTED: Final = 7
_KNOWS_ACCOUNT: Final = "/api/v1/watchlist?limit=1"


class TripCounter:
    """Reads what a client sends to PostgreSQL, and counts the messages after which it waits for a response."""

    def __init__(self) -> None:
        self.count = 0

    def feed(self, buffer: bytearray, *, is_started: bool) -> bool:
        """Take complete messages off the buffer; return whether the start-up message has been seen."""
        while True:
            head = 1 if is_started else 0
            if len(buffer) < head + 4:
                return is_started
            length = head + int.from_bytes(buffer[head : head + 4], "big")
            if len(buffer) < length:
                return is_started
            if is_started:
                self.count += bytes(buffer[:1]) in (b"Q", b"S")
            is_started = True
            del buffer[:length]


@contextmanager
def counted_database(dsn: str) -> Iterator[tuple[str, TripCounter]]:
    """Give the DSN of a proxy to the database, and what counts there."""
    parts = urlsplit(dsn)
    query = parse_qs(parts.query)
    socket = f"{query['host'][0]}/.s.PGSQL.{query['port'][0]}"
    port = free_port()
    host = f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{port}"
    counter = TripCounter()
    loop = asyncio.new_event_loop()
    stopped = asyncio.Event()
    started = threading.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(_serve(port, socket, counter, started, stopped)))
    thread.start()
    started.wait(10)
    try:
        yield urlunsplit(parts._replace(netloc=host, query="sslmode=disable")), counter
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join(10)


async def _serve(
    port: int, socket: str, counter: TripCounter, started: threading.Event, stopped: asyncio.Event
) -> None:
    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream, downstream = await asyncio.open_unix_connection(socket)
        back = asyncio.create_task(_copy(upstream, writer))
        await _copy(reader, downstream, counter)
        await back

    server = await asyncio.start_server(carry, "127.0.0.1", port)
    started.set()
    await stopped.wait()
    server.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, counter: TripCounter | None = None) -> None:
    buffer, is_started = bytearray(), False
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            if counter is not None:
                buffer += data
                is_started = counter.feed(buffer, is_started=is_started)
            writer.write(data)
            await writer.drain()
    writer.close()


def trips_of(hosting: Hosting, samples: Mapping[str, Sequence[Request]]) -> dict[str, int]:
    """Return the round trips of each class: the most common number, once connections and accounts are known.

    Raises MeasurementError when the service does not start or a response has another status than expected.
    """
    with counted_database(hosting.dsn) as (dsn, counter), hosting.service("counted", dsn) as service:
        return {name: _trips(service, counter, islice(cycle(requests), _SENT)) for name, requests in samples.items()}


def _trips(service: Server, counter: TripCounter, requests: Iterator[Request]) -> int:
    counts: Counter[int] = Counter()
    for place, request in enumerate(requests):
        response_to(Request("GET", _KNOWS_ACCOUNT, request.token), service)
        if request.tag:  # known to the service once it has sent it
            response_to(replace(request, tag=""), service)
        before = counter.count
        required(service, request)
        if place >= _SENT - _COUNTED:
            counts[counter.count - before] += 1
    return counts.most_common(1)[0][0]
