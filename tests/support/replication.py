"""A PostgreSQL of the test's own, alone or with a streaming replica: over TCP, with all that a failure of one needs."""

import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.support.service import free_port
from watchkeeper.foundation.embedded_postgres.binaries import Binaries, find_binaries, reachable
from watchkeeper.foundation.embedded_postgres.failures import EmbeddedPostgresError
from watchkeeper.foundation.embedded_postgres.programs import Account, run_program, server_account

_NAME = "watchkeeper"
_SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 64MB
log_min_messages = log
hot_standby_feedback = on
fsync = off
"""


class PostgresServer:
    """One server, by its data folder and port."""

    def __init__(self, folder: Path, binaries: Binaries, account: Account | None, password: str) -> None:
        self.folder = folder
        self.port = free_port()
        self._binaries = binaries
        self._account = account
        self._password = password

    @property
    def dsn(self) -> str:
        return self.dsn_of("postgres")

    def dsn_of(self, database: str) -> str:
        return f"postgresql://{_NAME}:{self._password}@127.0.0.1:{self.port}/{database}"

    def initialize(self) -> None:
        """Make an empty cluster."""
        password = self.folder.with_suffix(".password")
        password.write_text(self._password)
        password.chmod(0o644)
        options = ("--auth=scram-sha-256", "--encoding=UTF8", "--no-sync")
        self._run("initdb", f"--username={_NAME}", f"--pwfile={password}", *options)
        with (self.folder / "postgresql.conf").open("a") as file:
            file.write(_SETTINGS)

    def copy_of(self, primary: "PostgresServer") -> None:
        """Become a replica of a running server."""
        run = run_program(
            [
                self._binaries.program("pg_basebackup"),
                "-D",
                self.folder,
                "-R",
                "-c",
                "fast",
                "--no-sync",
                "-d",
                primary.dsn,
            ],
            account=self._account,
        )
        assert run.succeeded, run.output

    def start(self) -> None:
        self._run("pg_ctl", "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", f"-p {self.port}", "start")

    def stop(self) -> None:
        run_program(
            [self._binaries.program("pg_ctl"), "-D", self.folder, "-m", "immediate", "-w", "stop"],
            account=self._account,
        )

    def promote(self) -> None:
        self._run("pg_ctl", "-w", "promote")

    def kill(self) -> None:
        """Kill it with `kill -9`, and leave no trace that would keep it from starting again."""
        children = psutil.Process(self._pid()).children()
        os.kill(self._pid(), signal.SIGKILL)
        psutil.wait_procs(children, timeout=30)
        (self.folder / "postmaster.pid").unlink()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let the server and the processes behind its connections do nothing in this block."""
        pids = [self._pid(), *(child.pid for child in psutil.Process(self._pid()).children())]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def _pid(self) -> int:
        return int((self.folder / "postmaster.pid").read_text().splitlines()[0])

    def _run(self, program: str, *arguments: str) -> None:
        command: list[str | Path] = [self._binaries.program(program), "-D", self.folder, *arguments]
        outcome = run_program(command, account=self._account)
        log = self.folder / "log"
        assert outcome.succeeded, outcome.output + (log.read_text()[-2000:] if log.exists() else "")


@contextmanager
def replicated_servers() -> Iterator[tuple[PostgresServer, PostgresServer]]:
    """Give a running server and its replica; where PostgreSQL's programs are missing the tests are skipped, visibly."""
    with _servers("primary", "replica") as (primary, replica):
        primary.initialize()
        primary.start()
        replica.copy_of(primary)
        replica.start()
        yield primary, replica


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Give one running server, as `replicated_servers` does."""
    with _servers("primary") as (server,):
        server.initialize()
        server.start()
        yield server


@contextmanager
def _servers(*names: str) -> Iterator[list[PostgresServer]]:
    """Give servers that don't run yet, and stop and remove them at the end."""
    folder = Path(tempfile.mkdtemp(prefix="watchkeeper-replication-")).resolve()
    folder.chmod(0o755)
    servers: list[PostgresServer] = []
    try:
        account = server_account(folder / names[0])
        binaries = reachable(find_binaries(), account, folder)
        _require_basebackup(binaries)
        if account is not None:
            os.chown(folder, account.user_id, account.group_id)
        password = secrets.token_hex(16)
        servers += [PostgresServer(folder / name, binaries, account, password) for name in names]
        yield servers
    except EmbeddedPostgresError as failure:
        pytest.skip(f"needs the programs of PostgreSQL: {failure}")
    finally:
        for server in reversed(servers):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _require_basebackup(binaries: Binaries) -> None:
    if not binaries.program("pg_basebackup").exists():
        raise EmbeddedPostgresError(f"there is no pg_basebackup in {binaries.folder}")
