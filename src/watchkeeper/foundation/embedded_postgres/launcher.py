"""The embedded PostgreSQL: started by the first process that needs it, shared by all, stopped by the last."""

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
    """A PostgreSQL server of this project alone, with its files below `state_dir` and no network port.

    All methods block and raise EmbeddedPostgresError, whose message is one sentence that says what to do. A process
    that dies without `release` leaves the server running; the next one joins it. `durable=False` is for tests: quicker,
    kept apart from the durable data, and lost when the machine goes down.
    """

    def __init__(self, state_dir: Path, *, durable: bool = True) -> None:
        self._state_dir = state_dir
        self._durable = durable
        self._folder: Path | None = None
        self._handle: Handle | None = None
        self.started_here = False

    def start(self) -> str:
        """Start the server or join the running one, and return a DSN for the service's database, which then exists.

        Called again it brings a server that was killed back to life.
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
        except BaseException:  # Ctrl-C too: nobody else would ever stop the server
            self._release(folder)
            raise
        return _dsn(cluster.password, cluster.socket_folder)

    def revive(self) -> bool:
        """Start the server again if it has died, and return whether it had. One that was stopped stays so."""
        if self._folder is None:
            return False
        data = self._folder / "data"
        if (
            not (data / "postmaster.pid").exists() or find_postmaster(data) is not None
        ):  # PostgreSQL removes it at its end
            return False
        self.start()
        return True

    def release(self) -> bool:
        """Give up this process's share in the server; stop it and return True when it was the last one."""
        if self._handle is None or self._folder is None:
            return False
        with in_one_sentence(self._state_dir), starting_or_stopping(self._folder, _LOCK_SECONDS):
            return self._release(self._folder)

    def _release(self, folder: Path) -> bool:
        handle, self._handle = self._handle, None
        self.started_here = False
        return handle is not None and handle.release() and end_postmaster(folder / "data")

    def stop(self) -> bool:
        """Stop every server that runs for this state folder, whoever uses it; return whether one ran."""
        with in_one_sentence(self._state_dir):
            stopped = [_stop(folder) for folder in existing_folders(self._state_dir)]
        return any(stopped)

    @property
    def is_running(self) -> bool:
        """Whether a server runs for this state folder."""
        with in_one_sentence(self._state_dir):
            return any(find_postmaster(folder / "data") for folder in existing_folders(self._state_dir))


def _stop(folder: Path) -> bool:
    with starting_or_stopping(folder, _LOCK_SECONDS):
        return end_postmaster(folder / "data")


def _dsn(password: str, socket_folder: Path) -> str:
    return f"postgresql://{NAME}:{quote(password, safe='')}@/{NAME}?host={quote(str(socket_folder), safe='')}&port=5432"
