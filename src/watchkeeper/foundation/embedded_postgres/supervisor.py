"""Restarting the server if it dies while the service runs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from watchkeeper.foundation.embedded_postgres.failures import EmbeddedPostgresError
from watchkeeper.foundation.embedded_postgres.launcher import EmbeddedPostgres

_POLL_SECONDS = 0.5
_RETRY_SECONDS = 5.0

_log = structlog.get_logger(__name__)


@contextmanager
def supervised(server: EmbeddedPostgres) -> Iterator[None]:
    """Restart `server` whenever it dies during the block, from a thread. A server that was stopped stays stopped."""
    is_over = threading.Event()
    thread = threading.Thread(target=_supervise, args=(server, is_over), name="embedded-postgres", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _supervise(server: EmbeddedPostgres, is_over: threading.Event) -> None:
    seconds = _POLL_SECONDS
    while not is_over.wait(seconds):
        try:
            was_dead = server.revive()
            seconds = _POLL_SECONDS
        except EmbeddedPostgresError as failure:
            _log.warning("embedded_database_restart_failed", reason=str(failure))
            was_dead, seconds = False, _RETRY_SECONDS
        if was_dead:
            _log.warning("embedded_database_restarted")
