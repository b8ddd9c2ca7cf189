"""The PostgreSQL that is measured: the embedded one with more memory, on a processor of its own."""

import asyncio
import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.suite.dataset import prepared_database
from benchmarks.suite.options import Options
from benchmarks.suite.processes import pinned, seconds_of_dead_children, seconds_of_tree
from watchkeeper.foundation.embedded_postgres.binaries import find_binaries, reachable
from watchkeeper.foundation.embedded_postgres.folders import existing_folders
from watchkeeper.foundation.embedded_postgres.launcher import EmbeddedPostgres
from watchkeeper.foundation.embedded_postgres.postmaster import find_postmaster
from watchkeeper.foundation.embedded_postgres.programs import run_program, server_account

_MAX_MEMORY = 1024 * 1024 * 1024
_CONNECTIONS = 200
_SETTING = re.compile(r'"-c" "(?:shared_buffers|max_connections)=[^"]*"')


@dataclass(frozen=True, slots=True)
class Postgres:
    """The database of the benchmark. `folder` holds programs such as pgbench that fit the server."""

    dsn: str
    postmaster: psutil.Process
    folder: Path

    def cpu_seconds(self) -> float:
        """Return the processor time of all server processes, those that have ended included."""
        return seconds_of_tree(self.postmaster) + seconds_of_dead_children(self.postmaster)


@contextmanager
def running_postgres(options: Options) -> Iterator[Postgres]:
    """Start the server, with the data of the scale in it, and stop it again; the data stays."""
    options.folder.mkdir(parents=True, exist_ok=True)
    with _locked(options.folder):
        yield from _served(options)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Allow one run at a time: a second one would restart the server of the first."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"Another make bench uses {folder}: wait for it, or choose another --folder.") from None
        yield


def _served(options: Options) -> Iterator[Postgres]:
    server = EmbeddedPostgres(options.folder)
    try:
        server_dsn = server.start()
        data = next(iter(existing_folders(options.folder))) / "data"
        _restart_larger(data)
        dsn = asyncio.run(prepared_database(server_dsn, options.scale))
        postmaster = find_postmaster(data)
        if postmaster is None:
            raise SystemExit("PostgreSQL has gone away")
        for process in (postmaster, *postmaster.children(recursive=True)):
            pinned(process, 1)
        yield Postgres(dsn, postmaster, find_binaries().folder)
    finally:
        server.release()


def _restart_larger(data: Path) -> None:
    """Restart with the memory of a server that does nothing else: the embedded one is modest."""
    account = server_account(data)
    binaries = reachable(find_binaries(), account, data.parent)
    memory = min(_MAX_MEMORY, psutil.virtual_memory().total // 4) // (1024 * 1024)
    started_with = (data / "postmaster.opts").read_text(encoding="utf-8").strip().partition(" ")[2]
    kept = _SETTING.sub("", started_with).replace('"-D" "' + str(data) + '"', "")
    changed = f"{kept} -c shared_buffers={memory}MB -c max_connections={_CONNECTIONS} -c max_wal_size=4GB"
    command: list[str | Path] = [binaries.program("pg_ctl"), "-w", "-m", "fast", "-D", data]
    command += ["-l", data.parent / "postgres.log", "-o", changed, "restart"]
    outcome = run_program(command, account=account, seconds=120)
    if not outcome.succeeded:
        raise SystemExit(f"PostgreSQL could not be restarted: {outcome.output}")
