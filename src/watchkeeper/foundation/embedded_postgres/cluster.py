"""The server of one cluster: starting it, joining a running one, checking whether it is ready."""

import shlex
import time
from pathlib import Path

from watchkeeper.foundation.embedded_postgres.binaries import Binaries
from watchkeeper.foundation.embedded_postgres.cluster_files import NAME, create_cluster, read_password, write_private
from watchkeeper.foundation.embedded_postgres.failures import explained
from watchkeeper.foundation.embedded_postgres.folders import own, prepare_socket_folder
from watchkeeper.foundation.embedded_postgres.postmaster import (
    SOCKET_NAME,
    clear_remains,
    end_postmaster,
    find_postmaster,
    socket_folder_of_running,
)
from watchkeeper.foundation.embedded_postgres.programs import Account, Outcome, run_program

_START_SECONDS = 120
_WITHOUT_SOCKET_SECONDS = 10
_PAUSE_SECONDS = 0.05
_LOG_BYTES = 5_000_000
_SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
    "shared_buffers": "128MB",
    # Only events of the server: the service handles failed statements, and their details contain user data.
    "log_min_messages": "log",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
# With mmap what a killed server leaves lies in its folder, and goes with that.
_VOLATILE_SETTINGS = {
    "max_connections": "500",  # every process of the tests has services of its own
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "dynamic_shared_memory_type": "mmap",
}
_CREATE_DATABASE = (
    f"SELECT 'CREATE DATABASE {NAME}' WHERE NOT EXISTS "  # noqa: S608
    f"(SELECT FROM pg_database WHERE datname = '{NAME}') \\gexec\n"
)


class Cluster:
    """The cluster in `folder`. The caller of every method must hold the start lock."""

    def __init__(self, folder: Path, binaries: Binaries, account: Account | None, *, durable: bool) -> None:
        self._folder = folder
        self._data = folder / "data"
        self._binaries = binaries
        self._account = account
        self._durable = durable

    @property
    def password(self) -> str:
        return read_password(self._folder)

    @property
    def socket_folder(self) -> Path:
        return socket_folder_of_running(self._data)

    def start(self) -> bool:
        """Start the server unless it is ready; return whether this call started it. Raises EmbeddedPostgresError."""
        if self._joins_running():
            return False
        socket_folder = prepare_socket_folder(self._folder, self._account)
        clear_remains(self._data, socket_folder)
        create_cluster(self._folder, self._binaries, self._account, durable=self._durable)
        log = self._folder / "postgres.log"
        position = self._prepare_log(log)
        outcome = self._launch(log, socket_folder)
        if not outcome.succeeded:
            printed = outcome.output + log.read_bytes()[position:].decode(errors="replace")
            raise explained("start", printed, self._folder)
        return True

    def create_database(self) -> None:
        """Create the database of the service if it does not exist. Raises EmbeddedPostgresError."""
        command: list[str | Path] = [self._binaries.program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1"]
        command += ["-h", self.socket_folder, "-p", "5432", "-U", NAME, "-d", "postgres"]
        variables = {"PGPASSWORD": self.password, "PGCONNECT_TIMEOUT": "10"}
        outcome = run_program(command, variables=variables, text=_CREATE_DATABASE)
        if not outcome.succeeded and "already exists" not in outcome.output:
            raise explained("create the database", outcome.output, self._folder)

    def _joins_running(self) -> bool:
        """Wait for a running server to be ready, ending one that has lost its socket; return whether one is ready."""
        begin = time.monotonic()
        # Checked before the process: a server in another container has the same folder but no visible process.
        while not self._is_ready():
            if find_postmaster(self._data) is None:
                return False
            waited = time.monotonic() - begin
            if waited > _START_SECONDS:
                raise explained("start", "server did not start in time", self._folder)
            if waited > _WITHOUT_SOCKET_SECONDS and not self._has_socket():
                end_postmaster(self._data)
            time.sleep(_PAUSE_SECONDS)
        return True

    def _has_socket(self) -> bool:
        try:
            return (self.socket_folder / SOCKET_NAME).exists()
        except (FileNotFoundError, IndexError):
            return False

    def _is_ready(self) -> bool:
        if not self._has_socket():
            return False
        command: list[str | Path] = [self._binaries.program("pg_isready"), "-q", "-t", "3"]
        command += ["-h", self.socket_folder, "-p", "5432", "-U", NAME, "-d", NAME]
        return run_program(command).succeeded

    def _prepare_log(self, log: Path) -> int:
        if log.exists() and log.stat().st_size > _LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        if not log.exists():
            write_private(log, "")
            own(log, self._account)
        return log.stat().st_size

    def _launch(self, log: Path, socket_folder: Path) -> Outcome:
        settings = {**_SETTINGS, "unix_socket_directories": f'"{socket_folder}"'}
        if not self._durable:
            settings |= _VOLATILE_SETTINGS
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
        command: list[str | Path] = [self._binaries.program("pg_ctl"), "-w", "-t", str(_START_SECONDS)]
        command += ["-D", self._data, "-l", log, "-o", options, "start"]
        return run_program(command, account=self._account, seconds=_START_SECONDS + 30)
