"""The HTTP server: uvicorn, configured from the settings."""

import asyncio
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import cast

import uvicorn
from fastapi import FastAPI

from watchkeeper.commands.runtime import fail
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.server.graceful_shutdown import Supervisor, drain_before_exit
from watchkeeper.foundation.server.protocol import HttpProtocol

_WORKER_SECONDS = 60
"""The time after which an unresponsive worker is replaced. A worker responds to health checks once it has been loaded,
which took 20 s on a busy machine: with uvicorn's 5 s no worker ever started there."""


class Server(uvicorn.Server):
    """A server that calls `announce` when it accepts connections."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()


def bound_socket(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address (it does not listen yet), or end the command with a message."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted connections inherit it; asyncio sets it only on sockets whose protocol is explicitly IPPROTO_TCP.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((host, port))
    except OSError as failure:
        listener.close()
        fail(
            f"{host}:{port} can't be used ({failure.strerror}). Stop what uses it, or choose another port or address, "
            "for example `make run ARGS='--port 8101'`."
        )
    listener.set_inheritable(True)
    return listener


def serve(
    application: FastAPI | str, settings: Settings, listener: socket.socket, announce: Callable[[], None]
) -> None:
    """Serve requests until SIGTERM or Ctrl-C, and finish running requests before returning.

    Returns normally after both, so that the caller can clean up.
    """
    config = server_config(application, settings)
    signal.signal(signal.SIGTERM, _exit)
    try:
        if settings.workers == 1:
            Server(config, lambda: _on_started(application, settings, announce)).run(sockets=[listener])
        else:
            announce()
            Supervisor(config, sockets=[listener]).run()
    except KeyboardInterrupt:
        return  # uvicorn has shut down and raises the signal again


def _on_started(application: FastAPI | str, settings: Settings, announce: Callable[[], None]) -> None:
    if isinstance(application, FastAPI):
        drain_before_exit(application.state.container.lifecycle(), settings.drain_seconds)
    announce()


def server_config(application: FastAPI | str, settings: Settings) -> uvicorn.Config:
    """Return the configuration of uvicorn. A text is the import path of the factory that each worker calls."""
    return uvicorn.Config(
        application,
        factory=isinstance(application, str),
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        http=cast("type[asyncio.Protocol]", partial(HttpProtocol, header_seconds=settings.header_seconds)),
        ws="none",  # there are no WebSockets, and uvicorn would log their URLs with the query
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the application reads them: with "*" uvicorn trusts the leftmost address
        timeout_graceful_shutdown=settings.shutdown_seconds,
        timeout_worker_healthcheck=_WORKER_SECONDS,
    )


def _exit(number: int, frame: FrameType | None) -> None:
    """Exit through the `finally` blocks. uvicorn raises SIGTERM again after it has shut down."""
    del number, frame
    sys.exit(0)
