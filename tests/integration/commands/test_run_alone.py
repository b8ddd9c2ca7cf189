"""A process that is alone with its database, others that come, and one that is frozen meanwhile: nobody sees less."""

import asyncio
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD
from tests.support.databases import SECRET, created_database, test_settings
from tests.support.redis import free_port
from tests.support.service import SECONDS, Service
from watchkeeper.configs.container import Container, close

pytestmark = pytest.mark.timeout(400)  # two processes, each of which takes a while to load on a busy machine

TITLES = "/api/v1/titles"


@pytest.fixture
def own_dsn(server_dsn: str) -> Iterator[str]:
    with created_database(server_dsn, "lone") as dsn:
        yield dsn


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="watchkeeper-test-") as path:
        yield Path(path)


def started(name: str, dsn: str, folder: Path, metrics_port: int) -> Service:
    variables = {"DATABASE_URL": dsn, "AUTH__SECRET_KEY": SECRET, "METRICS__PORT": str(metrics_port)}
    service = Service(folder / name, folder / f"{name}.log", variables=variables)
    service.wait_until_ready()
    return service


def is_alone(metrics_port: int) -> bool:
    return "\nwatchkeeper_sole 1.0" in httpx.get(f"http://127.0.0.1:{metrics_port}/metrics").text


def until_alone(metrics_port: int) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_alone(metrics_port):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def as_admin(service: Service, dsn: str) -> dict[str, str]:
    """Sign in an admin; return the header that says so."""

    async def promote() -> None:
        connection = await asyncpg.connect(dsn)
        await connection.execute("UPDATE users SET role = 'admin'")
        await connection.close()

    service.sign_in("ada")
    asyncio.run(promote())
    signed_in = service.http.post("/api/v1/auth/login", json={"username": "ada", "password": PASSWORD}).json()
    return {"Authorization": f"Bearer {signed_in['access_token']}"}


async def rename_by_command(dsn: str, title: str) -> None:
    """Write as the commands of manage.py do."""
    container = Container(settings=test_settings(), secret=SECRET, dsn=dsn)
    async with container.unit_of_work().transaction(), container.database().connection() as connection:
        await connection.execute("UPDATE titles SET title = $1", title)
    await close(container)


class Reader:
    """Asks again and again for the one title, with the ETag it got last."""

    def __init__(self, service: Service, path: str, signed_in: dict[str, str]) -> None:
        self._service = service
        self._path = path
        self._signed_in = signed_in
        self._tag = '"none"'

    def title(self) -> str | None:
        """Return the title, or None where it is what it was."""
        answer = self._service.http.get(self._path, headers={**self._signed_in, "If-None-Match": self._tag})
        self._tag = answer.headers["etag"]
        return None if answer.status_code == httpx.codes.NOT_MODIFIED else answer.json()["title"]


def test_nobody_sees_less_than_was_acknowledged(own_dsn: str, folder: Path) -> None:
    ports = free_port(), free_port()
    services = [started("one", own_dsn, folder, ports[0])]
    try:
        one = services[0]
        admin = as_admin(one, own_dsn)
        created = one.http.post(TITLES, json={"title": "First", "media_type": "movie"}, headers=admin)
        path = f"{TITLES}/{created.json()['id']}"
        reader = Reader(one, path, admin)
        until_alone(ports[0])
        assert [reader.title() for _ in range(20)] == ["First", *[None] * 19]

        asyncio.run(rename_by_command(own_dsn, "By a command"))
        assert [reader.title(), reader.title()] == ["By a command", None]

        services.append(started("other", own_dsn, folder, ports[1]))
        other = Reader(services[1], path, admin)
        for number in range(100):
            writer = services[number % 2]
            changed = writer.http.patch(path, json={"title": f"Number {number}"}, headers=admin)
            assert changed.status_code == httpx.codes.OK, changed.text
            assert [reader.title(), other.title()] == [f"Number {number}"] * 2
            assert [reader.title(), other.title()] == [None, None]
        services[1].stop(signal.SIGTERM)

        until_alone(ports[0])
        assert reader.title() is None
        one.process.send_signal(signal.SIGSTOP)
        began_at = time.monotonic()
        asyncio.run(rename_by_command(own_dsn, "While it was frozen"))
        assert time.monotonic() - began_at < 10
        one.process.send_signal(signal.SIGCONT)
        assert [reader.title(), reader.title()] == ["While it was frozen", None]
        changed = one.http.patch(path, json={"title": "Thawed"}, headers=admin)
        assert changed.status_code == httpx.codes.OK, changed.text
        assert [reader.title(), reader.title()] == ["Thawed", None]
    finally:
        for service in services:
            service.end()
