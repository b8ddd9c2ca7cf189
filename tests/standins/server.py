"""uvicorn for the stand-in, as a process or in a thread of the tests."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

_START_SECONDS = 20.0
_STOP_SECONDS = 10.0


def configured(application: ASGIApp, port: int, *, log_level: str) -> uvicorn.Config:
    """Listen on this machine alone. Answers that still drip in the end are cut off after a second."""
    return uvicorn.Config(
        application,
        host="127.0.0.1",
        port=port,
        http="h11",
        lifespan="off",
        log_level=log_level,
        timeout_graceful_shutdown=1,
    )


@contextmanager
def running(application: ASGIApp, *, log_level: str = "critical") -> Iterator[str]:
    """Run the application in a thread on a free port, and give its address.

    The level is that of all uvicorns of the process.
    """
    server = uvicorn.Server(configured(application, 0, log_level=log_level))
    thread = threading.Thread(target=server.run, name="stand-in", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{_port(server, thread)}"
    finally:
        server.should_exit = True
        thread.join(_STOP_SECONDS)
    assert not thread.is_alive(), "the stand-in did not stop"


def _port(server: uvicorn.Server, thread: threading.Thread) -> int:
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        assert thread.is_alive(), "the stand-in ended while it started"
        assert time.monotonic() < deadline, "the stand-in did not start in time"
        time.sleep(0.02)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port
