"""How long a second start takes, and whether the memory of a worker grows."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Final

import psutil

from benchmarks.suite.failures import MeasurementError
from benchmarks.suite.generator import send_for
from benchmarks.suite.load import Request
from benchmarks.suite.options import ROOT
from benchmarks.suite.processes import Server, ended, free_port, is_ready
from benchmarks.suite.statistics import Goal

START_GOAL: Final = Goal(3, 2)
MEMORY_GOAL: Final = Goal(1.10, 1.05)
"""Memory after all requests, in times of that after a tenth of them."""

_STARTS: Final = 5
_LATEST_SECONDS: Final = 120.0
_LOOK_SECONDS: Final = 0.01
_MEBIBYTE: Final = 1024 * 1024
_CHECKPOINTS: Final = (0.1, 0.25, 0.5, 1.0)
_CONNECTIONS: Final = 16
_REQUESTS_SECONDS: Final = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Starts:
    """Seconds from the call of `manage.py run` to the first 200 of /ready, over a data folder that is there."""

    seconds: Sequence[float]

    @property
    def least(self) -> float:
        return min(self.seconds)

    @property
    def median(self) -> float:
        return median(self.seconds)


@dataclass(frozen=True, slots=True)
class Memory:
    """MiB of a worker by number of requests: its own memory (USS), and all that is resident (RSS)."""

    own: Mapping[int, float]
    resident: Mapping[int, float]

    @property
    def growth(self) -> float:
        """How many times the memory at the first look there is at the last."""
        values = list(self.own.values())
        return values[-1] / values[0]


def measured_starts(folder: Path) -> Starts:
    """Start the service with its embedded PostgreSQL, as `make run` does; the very first start is left out."""
    seconds = [_seconds_to_ready(folder) for _ in range(1 + _STARTS)]
    return Starts(seconds[1:])


def _seconds_to_ready(folder: Path) -> float:
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PYTHONPATH")}
    # Compiled modules are kept, as they are where nothing says otherwise.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["WATCHKEEPER_DATA_DIR"] = str(folder)
    command = [sys.executable, str(ROOT / "manage.py"), "run", "--port", str(port)]
    begin = time.monotonic()
    process = psutil.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    try:
        while not is_ready(port, "/ready"):
            if process.poll() is not None or time.monotonic() - begin > _LATEST_SECONDS:
                raise MeasurementError(f"manage.py run did not start over {folder}")
            time.sleep(_LOOK_SECONDS)
        return time.monotonic() - begin
    finally:
        ended(process)


async def measured_memory(server: Server, requests: Sequence[Request], number: int) -> Memory:
    """Send so many requests, the given ones over and over, and look at the memory now and then."""
    encoded = cycle([request.encoded() for request in requests])
    own: dict[int, float] = {}
    resident: dict[int, float] = {}
    done = 0
    for share in _CHECKPOINTS:
        due = round(number * share)
        tally = await send_for(_REQUESTS_SECONDS, server.port, islice(encoded, due - done), _CONNECTIONS)
        tally.require("requests")
        done = due
        found = server.process.memory_full_info()
        own[due], resident[due] = found.uss / _MEBIBYTE, found.rss / _MEBIBYTE
    return Memory(own, resident)
