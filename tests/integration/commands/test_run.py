"""manage.py run with its embedded database: two services over one, signals, and kill -9 in the middle of writes."""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.support.service import SECONDS, Service
from watchkeeper.foundation.embedded_postgres.launcher import EmbeddedPostgres


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Service]]:
    """Start services that share one data folder; whatever is left of them is stopped at the end."""
    services: list[Service] = []

    def start_one() -> Service:
        service = Service(tmp_path / "data", tmp_path / f"service-{len(services)}.log")
        services.append(service)
        service.wait_until_ready()
        return service

    yield start_one
    for service in services:
        service.end()
    EmbeddedPostgres(tmp_path / "data").stop()


def _sign_in(service: Service, name: str) -> None:
    service.http.headers["Authorization"] = service.sign_in(name)


def _add(service: Service, number: int) -> str:
    media = {"source": "invented", "external_id": str(number), "media_type": "movie", "title": f"Film {number}"}
    answer = service.http.post("/api/v1/watchlist", json={"media": media})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def _kept(service: Service) -> set[str]:
    kept: set[str] = set()
    cursor = None
    while True:
        page = service.http.get("/api/v1/watchlist", params={"limit": 100} | ({"cursor": cursor} if cursor else {}))
        kept |= {entry["id"] for entry in page.json()["items"]}
        cursor = page.json()["next_cursor"]
        if cursor is None:
            return kept


def _database_processes(data_dir: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.name().startswith("postgres") and Path(process.cwd()).is_relative_to(data_dir):
                found.append(process)
        except psutil.Error:
            continue
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="the embedded database needs Linux or macOS")
def test_interrupt_ends_the_service_and_then_its_database(start: Callable[[], Service], tmp_path: Path) -> None:
    service = start()
    assert service.stop(signal.SIGINT) == 0, service.output
    assert not EmbeddedPostgres(tmp_path / "data").is_running


def test_two_services_share_one_database_and_the_last_one_that_is_terminated_stops_it(
    start: Callable[[], Service], tmp_path: Path
) -> None:
    first, second = start(), start()
    assert ("password" in first.output, "password" in second.output) == (True, False)
    _sign_in(first, "ada")
    entry = _add(first, 1)
    second.http.headers["Authorization"] = first.http.headers["Authorization"]
    assert _kept(second) == {entry}
    assert first.stop(signal.SIGTERM) == 0
    assert _kept(second) == {entry}
    assert second.stop(signal.SIGTERM) == 0
    assert not EmbeddedPostgres(tmp_path / "data").is_running


@pytest.mark.long
def test_every_acknowledged_row_is_there_after_kill_9_of_service_and_database(
    start: Callable[[], Service], tmp_path: Path
) -> None:
    service = start()
    _sign_in(service, "ada")
    acknowledged: list[str] = []

    def write() -> None:
        try:
            acknowledged.extend(_add(service, number) for number in range(100_000))
        except httpx.TransportError:
            return  # the service was killed, as it should be

    writer = threading.Thread(target=write)
    writer.start()
    while len(acknowledged) < 50 and writer.is_alive():
        time.sleep(0.01)
    service.process.kill()
    for process in _database_processes(tmp_path / "data"):
        process.kill()
    writer.join(SECONDS)
    again = start()
    again.http.headers["Authorization"] = service.http.headers["Authorization"]
    assert len(acknowledged) >= 50
    assert set(acknowledged) <= _kept(again)
