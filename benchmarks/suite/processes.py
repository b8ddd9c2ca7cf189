"""Processes under measurement: started on a processor of their own, their processor time read, stopped at the end."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

from benchmarks.suite.failures import MeasurementError

_START_SECONDS = 90.0
_STOP_SECONDS = 30.0
_TAIL = 1000
SERVER_PROCESSOR = 0
OTHER_PROCESSOR = 1
_PROCESSORS = frozenset(os.sched_getaffinity(0))
"""Those that there are for everybody, whatever this process keeps itself to later."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that listens on a port of this machine."""

    name: str
    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        return seconds_of_tree(self.process)


def seconds_of_tree(process: psutil.Process) -> float:
    """Return the processor time of a process and of all living ones below it."""
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            total += times.user + times.system
    return total


def seconds_of_dead_children(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.children_user + times.children_system)


def on_processor(number: int) -> list[str]:
    """Return what a command begins with to stay on one processor; nothing where that can't be had."""
    can = shutil.which("taskset") is not None and number in _PROCESSORS
    return ["taskset", "-c", str(number)] if can else []


def pinned(process: psutil.Process, number: int) -> None:
    """Keep a process on one processor where there are two."""
    if number in _PROCESSORS:
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            process.cpu_affinity([number])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_server(
    name: str, command: Sequence[str], port: int, *, environment: Mapping[str, str], folder: Path, ready: str
) -> Iterator[Server]:
    """Start a server, wait until `ready` has a response (of any status below 500), and end it at last.

    Raises MeasurementError when it ends or is not ready in time.
    """
    log = folder / f"{name}.log"
    with log.open("wb") as output:
        process = psutil.Popen(
            [*on_processor(SERVER_PROCESSOR), *command],
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_ready(port, ready, process, log)
            yield Server(name, port, psutil.Process(process.pid))
        finally:
            ended(process)


def _wait_until_ready(port: int, path: str, process: psutil.Popen, log: Path) -> None:
    latest = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < latest:
        if is_ready(port, path):
            return
        time.sleep(0.1)
    raise MeasurementError(f"{log.stem} did not start: {log.read_text(errors='replace')[-_TAIL:]}")


def is_ready(port: int, path: str) -> bool:
    """Return whether a server responds, with any status below 500."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500  # noqa: PLR2004 - below it, the server decided
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def ended(process: psutil.Popen) -> None:
    """End a process in order, else by force; nothing where it has ended by itself."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(_STOP_SECONDS)
