"""manage.py run in production with a port for metrics: one process, several workers, and one that is killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.support.commands import Manage
from tests.support.databases import SECRET
from tests.support.observation import labels, samples_of
from tests.support.otlp_receiver import receiving
from tests.support.service import free_port
from watchkeeper.configs.settings import PROJECT_ROOT

SECONDS = 60
REQUESTS = 40
GENRES = labels(method="GET", route="/api/v1/genres", status="200")


def _get(address: str) -> httpx.Response:
    """Send a request over a connection of its own; without reading who may vouch for TLS, which there is none of."""
    return httpx.get(address, timeout=SECONDS, verify=False)


class Service:
    """A running service whose temporary files are in `folder`."""

    def __init__(self, dsn: str, folder: Path, *arguments: str, **environment: str) -> None:
        self.port, self.metrics_port = free_port(), free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        own = {
            "ENVIRONMENT": "production",
            "AUTH__SECRET_KEY": SECRET,
            "AUTH__BCRYPT_ROUNDS": "4",
            "DATABASE_URL": dsn,
            "METRICS__PORT": str(self.metrics_port),
            "TMPDIR": str(folder),
        }
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "COVERAGE_PROCESS_CONFIG") if name in os.environ}
        self._log = folder / "service.log"
        command = [sys.executable, str(PROJECT_ROOT / "manage.py"), "run", "--port", str(self.port), *arguments]
        with self._log.open("w") as output:
            environment = kept | own | environment
            self.process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)

    @property
    def output(self) -> str:
        return self._log.read_text()

    def get(self, path: str) -> httpx.Response:
        """Send a request over a connection of its own, which any worker may get."""
        return _get(f"{self.address}{path}")

    def metrics(self) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
        return samples_of(_get(f"http://127.0.0.1:{self.metrics_port}/metrics").text)

    def workers(self) -> list[psutil.Process]:
        children = psutil.Process(self.process.pid).children()
        return [child for child in children if "spawn_main" in " ".join(child.cmdline())]

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds that may not be reachable yet."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.output
            try:
                if holds():
                    return
            except (httpx.TransportError, psutil.NoSuchProcess, KeyError):
                pass
            time.sleep(0.05)
        pytest.fail(self.output)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(SECONDS)


@pytest.fixture
def start(dsn: str, tmp_path: Path, empty_tables: None) -> Iterator[Callable[..., Service]]:
    services: list[Service] = []

    def start_one(*arguments: str, **environment: str) -> Service:
        service = Service(dsn, tmp_path, *arguments, **environment)
        services.append(service)
        service.until(lambda: service.get("/ready").status_code == 200)
        return service

    yield start_one
    for service in services:
        if service.process.poll() is None:
            service.stop()


@pytest.mark.long
def test_counts_of_two_workers_add_up_and_outlive_a_worker_that_is_killed(
    start: Callable[..., Service], tmp_path: Path
) -> None:
    service = start("--workers", "2")
    assert {service.get("/api/v1/genres").status_code for _ in range(REQUESTS)} == {200}
    service.until(lambda: service.metrics()["watchkeeper_pool_size", labels()] == 20)
    # It is a sample, taken twice a second: the first one may have been taken in the middle of a request.
    service.until(lambda: service.metrics()["watchkeeper_requests_in_progress", labels()] == 0)
    shown = service.metrics()
    assert shown["watchkeeper_requests_total", GENRES] == REQUESTS
    assert [name for name, _ in shown if name == "watchkeeper_build_info"] == ["watchkeeper_build_info"]
    assert service.get("/metrics").status_code == 404

    victim, other = service.workers()
    victim.kill()
    service.until(lambda: {worker.pid for worker in service.workers()} not in ({victim.pid, other.pid}, {other.pid}))
    service.until(lambda: service.metrics()["watchkeeper_pool_size", labels()] == 20)
    assert service.metrics()["watchkeeper_requests_total", GENRES] == REQUESTS
    assert service.stop() == 0
    assert list(tmp_path.glob("watchkeeper-metrics-*")) == []


def test_one_process_shows_its_metrics_sends_its_spans_and_writes_a_json_line_a_request(
    start: Callable[..., Service],
) -> None:
    with receiving() as receiver:
        service = start(OTEL_EXPORTER_OTLP_ENDPOINT=receiver.endpoint, OTEL_SERVICE_NAME="from-the-environment")
        assert service.get("/api/v1/genres?limit=77").status_code == 200
        assert service.metrics()["watchkeeper_requests_total", GENRES] == 1
        assert service.get("/metrics").status_code == 404
        service.stop()
    assert [span.name for span in receiver.requests()] == ["GET /api/v1/genres", "GET none"]
    assert receiver.services == {"from-the-environment"}
    lines = [json.loads(line) for line in service.output.splitlines() if line.startswith("{")]
    first = next(line for line in lines if line["event"] == "request")
    assert (first["route"], first["status"]) == ("/api/v1/genres", 200)
    assert first["trace_id"] == receiver.requests()[0].trace_id.hex()
    assert "limit=77" not in service.output
    assert f"http://127.0.0.1:{service.metrics_port}/metrics" in service.output


@pytest.fixture
def manage(dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Manage:
    variables = {"ENVIRONMENT": "production", "AUTH__SECRET_KEY": SECRET, "DATABASE_URL": dsn}
    return Manage(tmp_path, monkeypatch, variables)


def test_port_that_is_taken_is_named_and_nothing_starts(manage: Manage) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = manage("run", "--port", str(free_port()), METRICS__PORT=str(port))
    assert answer.exit_code == 1
    assert f"127.0.0.1:{port} can't be used for metrics" in answer.output
    assert "METRICS__PORT" in answer.output


def test_public_port_is_not_given_to_metrics(manage: Manage) -> None:
    port = free_port()
    answer = manage("run", "--port", str(port), METRICS__PORT=str(port))
    assert answer.exit_code == 1
    assert f"METRICS__PORT is {port} like PORT" in answer.output
