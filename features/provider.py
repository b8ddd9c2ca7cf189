"""The stand-in for the metadata providers, as a process: it can be stopped, and started again where it was."""

import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.support.standin import Standin

PROJECT = Path(__file__).resolve().parents[1]
_START_SECONDS = 30.0
_STOP_SECONDS = 10.0


class Provider:
    """TMDb and AniList at once. `standin` tells it how to behave."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None
        self.address = f"http://127.0.0.1:{port}"
        self.standin = Standin(self.address)

    def start(self) -> None:
        """Start it unless it runs, and wait until it answers."""
        if self._process is not None:
            return
        command = [sys.executable, "-m", "tests.standins", "--port", str(self._port)]
        self._process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + _START_SECONDS
        while not self._is_answering():
            assert self._process.poll() is None, "the stand-in ended while it started"
            assert time.monotonic() < deadline, "the stand-in did not answer in time"
            time.sleep(0.1)

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait(_STOP_SECONDS)
        self._process = None

    def close(self) -> None:
        self.stop()
        self.standin.close()

    def _is_answering(self) -> bool:
        try:
            return httpx.get(f"{self.address}/_calls", verify=False).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False
