"""Locks between processes (flock), which the kernel releases when their holder dies, even by kill -9."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from watchkeeper.foundation.embedded_postgres.failures import OTHERWISE, EmbeddedPostgresError

if sys.platform != "win32":
    import fcntl

_PAUSE_SECONDS = 0.03
_NOTICE_SECONDS = 3


@contextmanager
def starting_or_stopping(folder: Path, seconds: float) -> Iterator[None]:
    """Hold the start lock of `folder`: one process at a time starts or stops its server.

    Raises EmbeddedPostgresError if another process holds the lock for longer than `seconds`.
    """
    descriptor = _open(folder / "start.lock")
    try:
        _lock_within(descriptor, folder, seconds)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)


def _lock_within(descriptor: int, folder: Path, seconds: float) -> None:
    started_at = time.monotonic()
    deadline, notice = started_at + seconds, started_at + _NOTICE_SECONDS
    while not _try_lock(descriptor, fcntl.LOCK_EX):
        if time.monotonic() > notice:
            notice = deadline + 1
            sys.stderr.write(f"Waiting for another process that holds {folder / 'start.lock'} ...\n")
        if time.monotonic() > deadline:
            holder = os.pread(descriptor, 20, 0).decode().strip() or "unknown"
            raise EmbeddedPostgresError(
                f"Process {holder} has held the start lock in {folder} for over {seconds:.0f} seconds: "
                f"end that process and try again, or {OTHERWISE}."
            )
        time.sleep(_PAUSE_SECONDS)


class Handle:
    """One process's shared lock on the running server. Create and release it only while holding the start lock."""

    def __init__(self, folder: Path) -> None:
        self._descriptor = _open(folder / "handles.lock")
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def release(self) -> bool:
        """Release the handle; return whether it was the last one."""
        was_last = _try_lock(self._descriptor, fcntl.LOCK_EX)
        os.close(self._descriptor)
        return was_last


def _try_lock(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
