"""What tests of every kind share: a real PostgreSQL, a migrated database a worker, the service over ASGI."""

import gc
import os
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import asyncpg
import httpx
import hypothesis
import pytest
from fastapi import FastAPI
from xdist.scheduler import LoadGroupScheduling

from tests.standins.application import StandinApplication
from tests.standins.server import running
from tests.support.accounts import Accounts, Person
from tests.support.databases import SECRET, created_database, test_server, test_settings
from tests.support.emptying import Emptying
from tests.support.lasting_connection import LastingConnection
from tests.support.standin import Standin
from watchkeeper.configs.application import create_application
from watchkeeper.configs.container import Container
from watchkeeper.configs.settings import Settings

TOGETHER = {
    "tests/architecture/test_distribution.py": "statements",
    "tests/integration/plans/": "plans",
    "tests/web/": "web",
    "tests/integration/database/test_replica.py": "replica",
    "tests/integration/deployment/test_proxy_path.py": "proxy",
    "tests/integration/deployment/test_pgbouncer.py": "pgbouncer",
    "tests/integration/database/test_migrations.py::test_oldest_supported_postgres": "postgres16",
    "tests/integration/deployment/test_backup.py::test_newer_programs_serve_the_oldest": "postgres16",
}
"""Tests that run in one process, by how their ids begin: what they share takes long to make, or is there once."""


class TogetherScheduling(LoadGroupScheduling):  # type: ignore[misc]  # xdist has no types
    """Hands `TOGETHER` out. Of xdist's own marks (3.8) nothing arrives: pytest 9.2 has no ids that it could change."""

    def _split_scope(self, nodeid: str) -> str:
        return next((group for beginning, group in TOGETHER.items() if nodeid.startswith(beginning)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> TogetherScheduling:
    return TogetherScheduling(config, log)


def pytest_xdist_auto_num_workers() -> int:
    """Return half as many workers again as there are processors: they wait half of the time, mostly for PostgreSQL,
    for processes that they start and for browsers."""
    return (os.cpu_count() or 1) * 3 // 2


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over the thousands of tests, which are there until the end."""
    gc.collect()
    gc.freeze()


# httpx tries this import at each request over ASGI, in vain: that is a search through every folder of packages.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]  # None is how Python notes what can't be imported

# A busy machine must not fail an example for its duration, and two runs of `make test` must be the same.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.register_profile("searching", deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="session")
def settings() -> Settings:
    return test_settings()


@pytest.fixture(scope="session")
def server_dsn() -> Iterator[str]:
    """The DSN of a running PostgreSQL: TEST_DATABASE_URL, else an embedded one that the workers share."""
    with test_server() as dsn:
        yield dsn


@pytest.fixture(scope="session")
def dsn(server_dsn: str) -> Iterator[str]:
    """The DSN of a fresh, migrated database of this worker's own."""
    with created_database(server_dsn, os.environ.get("PYTEST_XDIST_WORKER", "main")) as dsn:
        yield dsn


@pytest.fixture(scope="session")
async def application(settings: Settings, dsn: str) -> AsyncIterator[FastAPI]:
    application = create_application(settings, secret=SECRET, dsn=dsn)
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture(scope="session")
def container(application: FastAPI) -> Container:
    """The container behind `application`: for integration tests of adapters."""
    container: Container = application.state.container
    return container


@pytest.fixture(scope="session")
async def lasting_connection(dsn: str) -> AsyncIterator[LastingConnection]:
    """The connection that tests take as `connection`: a new one for each knows no table yet, which takes longest."""
    lasting = LastingConnection(dsn)
    yield lasting
    await lasting.close()


@pytest.fixture
async def connection(lasting_connection: LastingConnection) -> AsyncIterator[asyncpg.Connection]:
    """A connection beside the service's own, to look at rows and to prepare them."""
    async with lasting_connection.lent() as connection:
        yield connection


@pytest.fixture
async def client(application: FastAPI, empty_tables: None) -> AsyncIterator[httpx.AsyncClient]:
    """An anonymous client of the service, over empty tables."""
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test") as client:
        yield client


@pytest.fixture(scope="session")
async def emptying(dsn: str) -> AsyncIterator[Emptying]:
    emptying = Emptying(dsn)
    yield emptying
    await emptying.close()


@pytest.fixture
async def empty_tables(emptying: Emptying) -> None:
    """Empty the tables, as tests/support/resources.yml says."""
    await emptying.run()


@pytest.fixture
def accounts(application: FastAPI, client: httpx.AsyncClient) -> Accounts:
    """Makes people and admins, each with a signed-in client of their own."""
    return Accounts(application)


@pytest.fixture
async def person(accounts: Accounts) -> Person:
    """Somebody who is signed in."""
    return await accounts.person()


@pytest.fixture
async def admin(accounts: Accounts) -> Person:
    """An admin who is signed in."""
    return await accounts.admin()


@pytest.fixture(scope="session")
def running_standin() -> Iterator[Standin]:
    """The stand-in for the metadata providers, one a worker: for sessions; tests take `standin`."""
    with running(StandinApplication()) as address:
        standin = Standin(address)
        yield standin
        standin.close()


@pytest.fixture
def standin(running_standin: Standin) -> Standin:
    """The stand-in for the metadata providers, well-behaved and without memory of other tests."""
    running_standin.reset()
    return running_standin
