"""The service as `manage.py run` starts it: processes of their own, over an embedded or a given PostgreSQL."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx
import psutil

from tests.support.accounts import PASSWORD
from watchkeeper.configs.settings import PROJECT_ROOT

SECONDS = 180


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


class Service:
    """A running service; `output` is what it printed so far."""

    def __init__(
        self,
        data_dir: Path,
        log: Path,
        *,
        port: int | None = None,
        workers: int = 1,
        variables: Mapping[str, str] | None = None,
        program: Sequence[str] = (str(PROJECT_ROOT / "manage.py"), "run"),
    ) -> None:
        self.port = port or free_port()
        self.data_dir = data_dir
        own = {"WATCHKEEPER_DATA_DIR": str(data_dir), "DEMO_CATALOGUE": "false", "AUTH__BCRYPT_ROUNDS": "4"}
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "COVERAGE_PROCESS_CONFIG") if name in os.environ}
        self.environment = kept | own | dict(variables or {})
        self._log = log
        command = [sys.executable, *program]
        command += ["--port", str(self.port), "--workers", str(workers)]
        with log.open("a") as output:
            self.process = subprocess.Popen(command, env=self.environment, stdout=output, stderr=subprocess.STDOUT)
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=SECONDS, verify=False)

    @property
    def output(self) -> str:
        return self._log.read_text()

    def wait_until_ready(self, seconds: float = SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            assert self.process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.05)

    def is_ready(self) -> bool:
        try:
            return self.http.get("/ready").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def workers(self) -> list[psutil.Process]:
        """Return the processes that answer, where there are several of them."""
        return [child for child in psutil.Process(self.process.pid).children() if _is_worker(child)]

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(SECONDS)

    def end(self) -> None:
        """Kill what is left of it."""
        self.http.close()
        left = [child for child in _children(self.process.pid) if not child.name().startswith("postgres")]
        self.process.kill()
        self.process.wait(SECONDS)
        for process in left:
            if process.is_running():
                process.kill()

    def sign_in(self, name: str) -> str:
        """Sign up and sign in somebody; return the header that says who it is."""
        account = {"email": f"{name}@example.com", "username": name, "password": PASSWORD}
        registered = self.http.post("/api/v1/auth/register", json=account)
        assert registered.status_code == httpx.codes.CREATED, registered.text
        return self.log_in(name)

    def log_in(self, name: str) -> str:
        """Sign in somebody who has signed up; return the header that says who it is."""
        answer = self.http.post("/api/v1/auth/login", json={"username": name, "password": PASSWORD})
        return f"Bearer {answer.json()['access_token']}"


def _is_worker(child: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(child.cmdline())
    except psutil.NoSuchProcess:  # it ended since it was listed, or is a zombie until its parent reads how
        return False


def _children(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True) if psutil.pid_exists(pid) else []
