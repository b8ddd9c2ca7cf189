"""The service behind a real socket, in the process of the test: for what ASGI alone can't show."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import httpx
from fastapi import FastAPI

from watchkeeper.commands.server import Server, server_config
from watchkeeper.configs.container import Container
from watchkeeper.configs.settings import Settings


class QuietServer(Server):
    """A server that leaves the signals of the test process alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(frozen=True, slots=True)
class Running:
    """A running service: its port, a client, and what stands behind."""

    port: int
    http: httpx.AsyncClient
    container: Container
    server: Server

    async def send(self, data: bytes, *, seconds: float = 20) -> bytes:
        """Send these bytes over a connection of their own and return everything that comes back until its end."""
        return await self.send_in_pieces(data, len(data), seconds=seconds)

    async def send_in_pieces(self, data: bytes, size: int, *, seconds: float = 20) -> bytes:
        """As `send`, so many bytes at a time, each in a packet of its own as far as that can be had."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            for start in range(0, len(data), size):
                writer.write(data[start : start + size])
                await asyncio.sleep(0)
            async with asyncio.timeout(seconds):
                return await reader.read()
        finally:
            writer.close()


@asynccontextmanager
async def running(application: FastAPI, settings: Settings) -> AsyncIterator[Running]:
    """Give the application as uvicorn serves it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        server = QuietServer(server_config(application, settings), lambda: None)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60, verify=False) as http:
            await until_started(server)
            yield Running(port, http, application.state.container, server)
        server.should_exit = True
        await serving


async def until_started(server: Server) -> None:
    """Return once the server listens."""
    while not server.started:  # noqa: ASYNC110 - uvicorn tells nobody
        await asyncio.sleep(0.01)
