"""The HTTP server: uvicorn, told what an operator wants of it."""

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
from watchkeeper.foundation.server.graceful_shutdown import Supervisor, drain_before_leaving
from watchkeeper.foundation.server.protocol import HttpProtocol

_WORKER_SECONDS = 60
"""How long a worker may say nothing before it is replaced. It first speaks when it has been loaded, which took 20 s on
a busy machine: with uvicorn's 5 s no worker ever came up there."""


class Server(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()


def bound_socket(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address (it does not listen yet), or end the command saying what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted connections inherit it; asyncio's own loop sets it only on sockets whose protocol is named.
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
    """Answer requests until SIGTERM or Ctrl-C; requests under way are finished first.

    Returns normally after either, so that the caller can stop what it started.
    """
    config = server_config(application, settings)
    signal.signal(signal.SIGTERM, _leave)
    try:
        if settings.workers == 1:
            Server(config, lambda: _begin(application, settings, announce)).run(sockets=[listener])
        else:
            announce()
            Supervisor(config, sockets=[listener]).run()
    except KeyboardInterrupt:
        return  # uvicorn has finished its work and passes the signal on


def _begin(application: FastAPI | str, settings: Settings, announce: Callable[[], None]) -> None:
    if isinstance(application, FastAPI):
        drain_before_leaving(application.state.container.lifecycle(), settings.drain_seconds)
    announce()


def server_config(application: FastAPI | str, settings: Settings) -> uvicorn.Config:
    """Return what uvicorn is told. A text names the factory that each of several workers calls."""
    return uvicorn.Config(
        application,
        factory=isinstance(application, str),
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        http=cast("type[asyncio.Protocol]", partial(HttpProtocol, header_seconds=settings.header_seconds)),
        ws="none",  # there are none, and uvicorn would log their addresses with the query
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the application reads them itself: uvicorn believes the left end of a list under "*"
        timeout_graceful_shutdown=settings.shutdown_seconds,
        timeout_worker_healthcheck=_WORKER_SECONDS,
    )


def _leave(number: int, frame: FrameType | None) -> None:
    """Leave by way of the `finally` blocks: uvicorn raises SIGTERM again after it has shut down."""
    del number, frame
    sys.exit(0)
