"""Servers that hang: one that never says a word, and a PostgreSQL of the test's own that is frozen."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import psutil

from watchkeeper.foundation.embedded_postgres.postmaster import find_postmaster


@asynccontextmanager
async def silent_server() -> AsyncIterator[int]:
    """Give the port of a server that takes connections and never says a word."""
    writers: list[asyncio.StreamWriter] = []

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await reader.read()

    server = await asyncio.start_server(hold, "127.0.0.1")
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in writers:
            writer.close()


@contextmanager
def frozen_server(data: Path) -> Iterator[None]:
    """Stop every process of the PostgreSQL in `data` as SIGSTOP does, and let them go on at the end."""
    postmaster = find_postmaster(data)
    assert postmaster is not None
    processes = [postmaster, *postmaster.children()]
    send(processes, signal.SIGSTOP)
    try:
        yield
    finally:
        send(processes, signal.SIGCONT)


def send(processes: list[psutil.Process], number: signal.Signals) -> None:
    """Send a signal to those processes that still run."""
    for process in processes:
        if process.is_running():
            process.send_signal(number)
