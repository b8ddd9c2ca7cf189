"""Servers of the stage's own that are killed and frozen."""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.service import free_port

_REDIS = "redis-server"


class RedisServer:
    """A Redis of its own, on a free port, without files."""

    def __init__(self) -> None:
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self.start()

    @staticmethod
    def is_installed() -> bool:
        return shutil.which(_REDIS) is not None

    def start(self) -> None:
        command = [_REDIS, "--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)
