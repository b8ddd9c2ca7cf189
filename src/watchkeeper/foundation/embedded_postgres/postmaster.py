"""The server's process: identifying it reliably, ending it, and cleaning up after it."""

from __future__ import annotations

import signal
import time
from contextlib import suppress
from pathlib import Path

from watchkeeper.foundation.embedded_postgres.failures import OTHERWISE, EmbeddedPostgresError

with suppress(ImportError):  # absent without the packages of the embedded database; `find_binaries` reports that
    import psutil

SOCKET_NAME = ".s.PGSQL.5432"
_PAUSE_SECONDS = 0.02
_SOCKET_FOLDER_LINE = 4


def find_postmaster(data: Path) -> psutil.Process | None:
    """Return the running server of the data folder `data`, or None.

    The pid file alone is not enough: its pid may be a zombie or, after kill -9, belong to another process.
    """
    pid_file = data / "postmaster.pid"
    try:
        process = psutil.Process(int(pid_file.read_text(encoding="utf-8").split("\n", 1)[0]))
    except (FileNotFoundError, ValueError, psutil.Error):
        return None
    return process if _serves(process, data) else None


def socket_folder_of_running(data: Path) -> Path:
    """Return the folder of the socket of the running server of `data`."""
    return Path((data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[_SOCKET_FOLDER_LINE])


def end_postmaster(data: Path, *, seconds: float = 60) -> bool:
    """End the running server of `data`, rolling its transactions back; return whether there was one.

    It uses a signal instead of pg_ctl, which may have been removed with its virtual environment.
    """
    server = find_postmaster(data)
    if server is None:
        return False
    socket_folder = socket_folder_of_running(data)
    _end(server, data, seconds)
    if socket_folder.parent != data.parent:
        with suppress(OSError):
            socket_folder.rmdir()
    return True


def clear_remains(data: Path, socket_folder: Path, *, seconds: float = 30) -> None:
    """Remove the processes and files of a server of `data` that `find_postmaster` does not find.

    The processes are killed, not shut down: if the data folder was removed and created again while a server ran, an
    orderly shutdown would write its control file into the new folder. PostgreSQL does not start if a pid file, or the
    lock file of a socket, names a zombie.
    """
    deadline = time.monotonic() + seconds
    while strays := _processes_in(data):
        if time.monotonic() > deadline:
            numbers = ", ".join(str(process.pid) for process in strays)
            raise EmbeddedPostgresError(
                f"Processes of a killed server still run in {data}: end process {numbers} and try again."
            )
        _kill(strays)
        time.sleep(_PAUSE_SECONDS)
    for remains in (data / "postmaster.pid", socket_folder / SOCKET_NAME, socket_folder / f"{SOCKET_NAME}.lock"):
        remains.unlink(missing_ok=True)


def _processes_in(data: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if _serves(process, data)]


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.Error):
            process.kill()


def _serves(process: psutil.Process, data: Path) -> bool:
    try:
        if not process.name().startswith("postgres") or process.status() == psutil.STATUS_ZOMBIE:
            return False
        return process.is_running() and _works_in(process, data)
    except psutil.Error:
        return False


def _works_in(process: psutil.Process, data: Path) -> bool:
    try:
        return Path(process.cwd()) == data
    except psutil.AccessDenied:  # root in a container without the right to trace processes of other accounts
        return str(data) in process.cmdline()


def _end(server: psutil.Process, data: Path, seconds: float) -> None:
    try:
        server.send_signal(signal.SIGINT)  # "fast": the default of pg_ctl stop
    except psutil.NoSuchProcess:
        return
    except psutil.AccessDenied as failure:
        raise EmbeddedPostgresError(
            f"The server in {data} belongs to another account: stop it there, or {OTHERWISE}."
        ) from failure
    _wait_while_serving(server, data, seconds)


def _wait_while_serving(server: psutil.Process, data: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while _serves(server, data):  # not Process.wait(), for which a zombie that is never reaped is alive
        if time.monotonic() > deadline:
            raise EmbeddedPostgresError(
                f"The server in {data} (process {server.pid}) does not stop: end its sessions and try again."
            )
        time.sleep(_PAUSE_SECONDS)
