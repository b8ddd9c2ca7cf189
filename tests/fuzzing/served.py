"""The service behind a real socket on a thread of its own, for a client that knows nothing of event loops."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from tests.support.running import QuietServer
from watchkeeper.commands.server import server_config
from watchkeeper.configs.settings import Settings

_SECONDS = 60


@contextmanager
def served(application: FastAPI, settings: Settings) -> Iterator[str]:
    """Give the address of the application while it is served."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # Without it each answer waits 40 ms for the acknowledgement of its own headers.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = QuietServer(server_config(application, settings), lambda: None)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
        thread.start()
        _wait_for(server, thread)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(_SECONDS)
        assert not thread.is_alive(), "The service does not end"


def _wait_for(server: QuietServer, thread: threading.Thread) -> None:
    deadline = time.monotonic() + _SECONDS
    while not server.started:
        assert thread.is_alive(), "The service did not start"
        assert time.monotonic() < deadline, "The service does not start"
        time.sleep(0.01)
