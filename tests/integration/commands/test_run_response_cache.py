"""Two processes that keep answers, over one database: what one has answered to a write, both show at once."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from tests.support.accounts import PASSWORD
from tests.support.databases import SECRET, created_database
from tests.support.redis import free_port
from tests.support.service import Service

pytestmark = pytest.mark.timeout(400)  # two processes, each of which takes a while to load on a busy machine

GENRES = "/api/v1/genres"


@pytest.fixture
def shared_dsn(server_dsn: str) -> Iterator[str]:
    with created_database(server_dsn, "cached") as dsn:
        yield dsn


@pytest.fixture
def services(shared_dsn: str) -> Iterator[tuple[Service, Service]]:
    """Two services; the Redis of the second is not there."""
    variables = {"DATABASE_URL": shared_dsn, "AUTH__SECRET_KEY": SECRET}
    without_redis = variables | {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
    with tempfile.TemporaryDirectory(prefix="watchkeeper-test-") as path:
        folder = Path(path)
        one = Service(folder / "one", folder / "one.log", variables=variables)
        other = Service(folder / "other", folder / "other.log", variables=without_redis)
        try:
            for service in (one, other):
                service.wait_until_ready()
            yield one, other
        finally:
            for service in (one, other):
                service.end()


def execute(dsn: str, sql: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(dsn)
        await connection.execute(sql)
        await connection.close()

    asyncio.run(run())


def names(service: Service) -> list[str]:
    answer = service.http.get(GENRES)
    assert answer.status_code == 200, answer.text
    return [genre["name"] for genre in answer.json()["items"]]


def test_write_is_seen_in_every_process_as_soon_as_it_is_answered(
    services: tuple[Service, Service], shared_dsn: str
) -> None:
    one, other = services
    one.sign_in("ada")
    execute(shared_dsn, "UPDATE users SET role = 'admin'")
    signed_in = one.http.post("/api/v1/auth/login", json={"username": "ada", "password": PASSWORD}).json()
    admin = {"Authorization": f"Bearer {signed_in['access_token']}"}
    expected: list[str] = []
    for number in range(20):
        writer, reader = (one, other) if number % 2 else (other, one)
        answer = writer.http.post(GENRES, json={"name": f"genre {number:02}"}, headers=admin)
        assert answer.status_code == 201, answer.text
        expected.append(f"genre {number:02}")
        for service in (reader, writer, reader):
            assert names(service) == expected
    execute(shared_dsn, "DELETE FROM genres")  # whoever writes, and wherefrom
    assert [names(service) for service in services] == [[], []]
