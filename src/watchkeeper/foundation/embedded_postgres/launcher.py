"""The embedded PostgreSQL server: the first process starts it, all share it, the last one stops it."""

import sys
from pathlib import Path
from urllib.parse import quote

from watchkeeper.foundation.embedded_postgres.binaries import find_binaries, reachable
from watchkeeper.foundation.embedded_postgres.cluster import Cluster
from watchkeeper.foundation.embedded_postgres.cluster_files import NAME
from watchkeeper.foundation.embedded_postgres.failures import OTHERWISE, EmbeddedPostgresError, in_one_sentence
from watchkeeper.foundation.embedded_postgres.folders import existing_folders, prepare_folder, reject_shell_syntax
from watchkeeper.foundation.embedded_postgres.locks import Handle, starting_or_stopping
from watchkeeper.foundation.embedded_postgres.postmaster import end_postmaster, find_postmaster
from watchkeeper.foundation.embedded_postgres.programs import server_account

_LOCK_SECONDS = 180


class EmbeddedPostgres:
    """A PostgreSQL server for this project, with its files below `state_dir` and no network port.

    All methods block, and raise EmbeddedPostgresError, whose message is one sentence that says what to do. A process
    that dies without `release` leaves the server running; the next process joins it. `durable=False` is for tests: it
    is faster, uses a separate folder, and loses its data in a crash of the machine.
    """

    def __init__(self, state_dir: Path, *, durable: bool = True) -> None:
        self._state_dir = state_dir
        self._durable = durable
        self._folder: Path | None = None
        self._handle: Handle | None = None
        self.started_here = False

    def start(self) -> str:
        """Start the server or join the running one, create the service's database if missing, and return its DSN.

        A second call restarts a server that was killed.
        """
        if sys.platform == "win32":
            raise EmbeddedPostgresError(f"The embedded database needs Linux or macOS: {OTHERWISE}.")
        with in_one_sentence(self._state_dir):
            binaries = find_binaries()
            name = f"postgres{binaries.major}" + ("" if self._durable else "-volatile")
            account = server_account(self._state_dir / name / "data")
            reject_shell_syntax(binaries.folder)
            folder = self._folder = prepare_folder(self._state_dir, name, account)
            with starting_or_stopping(folder, _LOCK_SECONDS):
                cluster = Cluster(folder, reachable(binaries, account, folder), account, durable=self._durable)
                return self._start_or_join(folder, cluster)

    def _start_or_join(self, folder: Path, cluster: Cluster) -> str:
        self._handle = self._handle or Handle(folder)
        try:
            self.started_here = cluster.start() or self.started_here
            cluster.create_database()
        except BaseException:  # Ctrl-C too: no other process would stop the server
            self._release(folder)
            raise
        return _dsn(cluster.password, cluster.socket_folder)

    def revive(self) -> bool:
        """Restart the server if it was killed, and return whether it was. A stopped server is not restarted."""
        if self._folder is None:
            return False
        data = self._folder / "data"
        was_stopped = not (data / "postmaster.pid").exists()  # an orderly shutdown removes the file
        if was_stopped or find_postmaster(data) is not None:
            return False
        self.start()
        return True

    def release(self) -> bool:
        """Release this process's handle of the server; if it was the last one, stop the server and return True."""
        if self._handle is None or self._folder is None:
            return False
        with in_one_sentence(self._state_dir), starting_or_stopping(self._folder, _LOCK_SECONDS):
            return self._release(self._folder)

    def _release(self, folder: Path) -> bool:
        handle, self._handle = self._handle, None
        self.started_here = False
        return handle is not None and handle.release() and end_postmaster(folder / "data")

    def stop(self) -> bool:
        """Stop every server of this state folder, even if other processes use it; return whether one ran."""
        with in_one_sentence(self._state_dir):
            stopped = [_stop(folder) for folder in existing_folders(self._state_dir)]
        return any(stopped)

    @property
    def is_running(self) -> bool:
        """Whether a server of this state folder runs."""
        with in_one_sentence(self._state_dir):
            return any(find_postmaster(folder / "data") for folder in existing_folders(self._state_dir))


def _stop(folder: Path) -> bool:
    with starting_or_stopping(folder, _LOCK_SECONDS):
        return end_postmaster(folder / "data")


def _dsn(password: str, socket_folder: Path) -> str:
    return f"postgresql://{NAME}:{quote(password, safe='')}@/{NAME}?host={quote(str(socket_folder), safe='')}&port=5432"
