"""A service that is stopped, or whose parts are killed, while people write."""

import asyncio
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import httpx
import psutil
import pytest

from tests.chaos.stage import Stage
from tests.support.databases import created_database
from tests.support.problems import problem_of
from tests.support.service import SECONDS, Service

pytestmark = pytest.mark.timeout(400)  # several processes, each of which takes a while to load on a busy machine

ONE_OR_SEVERAL = [1, pytest.param(2, marks=pytest.mark.long)]
"""Processes of a service."""

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's account may enter, too."""
    with tempfile.TemporaryDirectory(prefix="watchkeeper-test-") as path:
        Path(path).chmod(0o755)
        yield Path(path).resolve()


@pytest.fixture
def own_dsn(server_dsn: str) -> Iterator[str]:
    with created_database(server_dsn, "failures") as dsn:
        yield dsn


@pytest.fixture
def start(tmp_path: Path, own_dsn: str) -> Iterator[Callable[..., Service]]:
    services: list[Service] = []

    def start_one(workers: int, **variables: str) -> Service:
        variables["DATABASE_URL"] = own_dsn
        service = Service(tmp_path / "data", tmp_path / "service.log", workers=workers, variables=variables)
        services.append(service)
        service.wait_until_ready()
        return service

    yield start_one
    for service in services:
        service.end()


@pytest.mark.parametrize("workers", ONE_OR_SEVERAL)
def test_stopped_service_first_says_so_and_answers_until_the_load_balancer_has_seen_it(
    workers: int, start: Callable[..., Service]
) -> None:
    service = start(workers, DRAIN_SECONDS="300")
    service.process.send_signal(signal.SIGTERM)
    while (ready := service.http.get("/ready")).status_code == 200:
        time.sleep(0.05)
    problem_of(ready, 503, "not_ready")
    genres = service.http.get("/api/v1/genres")
    assert (genres.status_code, genres.headers["connection"]) == (200, "close")
    for process in service.workers() or [psutil.Process(service.process.pid)]:
        process.send_signal(signal.SIGTERM)  # a second time: it shall not wait any longer
    assert service.process.wait(SECONDS) == 0, service.output
    with pytest.raises(httpx.ConnectError):
        service.http.get("/health")


@pytest.mark.parametrize("workers", ONE_OR_SEVERAL)
def test_request_under_way_is_answered_before_the_service_ends(
    workers: int, start: Callable[..., Service], own_dsn: str
) -> None:
    service = start(workers)
    answers: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: answers.append(service.http.get("/api/v1/genres")))

    async def stop_while_it_waits() -> None:
        connection = await asyncpg.connect(own_dsn)
        async with connection.transaction():
            await connection.execute("LOCK TABLE genres IN ACCESS EXCLUSIVE MODE")
            asking.start()
            while not await connection.fetchval(WAITING):  # noqa: ASYNC110 - nothing tells when
                await asyncio.sleep(0.02)
            service.process.send_signal(signal.SIGTERM)
            while is_listening(service):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        await connection.close()

    asyncio.run(stop_while_it_waits())
    asking.join(SECONDS)
    assert service.process.wait(SECONDS) == 0, service.output
    assert [(answer.status_code, answer.headers["connection"]) for answer in answers] == [(200, "close")]


def is_listening(service: Service) -> bool:
    try:
        httpx.get(f"http://127.0.0.1:{service.port}/health", verify=False)
    except httpx.TransportError:
        return False
    return True


@pytest.mark.long
def test_nothing_acknowledged_is_lost_or_doubled_when_parts_are_killed_under_load(folder: Path) -> None:
    stage = Stage(folder, workers=2)
    try:
        stage.open()
        for fault in (stage.kill_database, stage.kill_worker, stage.restart_service):
            fault()
            stage.require_progress(fault.__name__)
        assert "all there once" in stage.reckon()
    finally:
        stage.close()
