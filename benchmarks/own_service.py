"""A service of the benchmark's own: an embedded database and a process of `manage.py run`, below a temporary folder."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from watchkeeper.foundation.embedded_postgres.launcher import EmbeddedPostgres

_ROOT = Path(__file__).resolve().parents[1]
_MANAGE = str(_ROOT / "manage.py")
_START_SECONDS = 120.0
_STOP_SECONDS = 60.0
_TAIL = 4000


@dataclass(frozen=True, slots=True)
class Service:
    """Where the service answers, and the environment in which `manage.py` means its database."""

    url: str
    environment: Mapping[str, str]

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of `manage.py` over the service's database."""
        command = [sys.executable, _MANAGE, *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments


def running_service(url: str) -> Service:
    """Return a service that runs already; its settings are those of this process's environment."""
    return Service(url.rstrip("/"), os.environ)


@contextmanager
def own_service(workers: int) -> Iterator[Service]:
    """Start a service over an empty database, and take both away again."""
    with tempfile.TemporaryDirectory(prefix="watchkeeper-benchmark-") as name:
        folder = Path(name)
        database = EmbeddedPostgres(folder)
        try:
            yield from _served(folder, database.start(), workers)
        finally:
            database.release()


def _served(folder: Path, dsn: str, workers: int) -> Iterator[Service]:
    port = _free_port()
    environment = os.environ | {
        "ENVIRONMENT": "development",
        "DATABASE_URL": dsn,
        "WATCHKEEPER_DATA_DIR": str(folder),
        "DEMO_CATALOGUE": "false",
        "AUTH__BCRYPT_ROUNDS": "4",
        "LIMITS__ENABLED": "false",
    }
    log = folder / "service.log"
    command = [sys.executable, _MANAGE, "run", "--port", str(port), "--workers", str(workers)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)  # noqa: S603 - our own arguments
        try:
            service = Service(f"http://127.0.0.1:{port}", environment)
            _wait_until_ready(service, process, log)
            yield service
        finally:
            process.terminate()
            process.wait(_STOP_SECONDS)


def _wait_until_ready(service: Service, process: subprocess.Popen[bytes], log: Path) -> None:
    latest = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < latest:
        if _is_ready(service):
            return
        time.sleep(0.2)
    raise SystemExit(f"The service did not start:\n{log.read_text(errors='replace')[-_TAIL:]}")


def _is_ready(service: Service) -> bool:
    try:
        return httpx.get(f"{service.url}/ready").is_success
    except httpx.TransportError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
