"""Health while something hangs: every answer within its bound, and never a flood of connections."""

import asyncio
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from alembic import command
from fastapi import FastAPI
from pydantic import SecretStr

from tests.support.accounts import Accounts
from tests.support.databases import SECRET, created_database
from tests.support.hanging import frozen_server, silent_server
from tests.support.problems import problem_of
from watchkeeper.configs.application import create_application
from watchkeeper.configs.migrations import alembic_config
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.core.health import ComponentHealth, ComponentState, ParallelProbes, SharedProbe
from watchkeeper.foundation.embedded_postgres import EmbeddedPostgres

BOUND = 2.0
PATHS = ("/health", "/ready", "/api/v1/health/detailed")


@pytest.fixture
def own_server() -> Iterator[tuple[str, Path]]:
    """A PostgreSQL of this test alone, which it may freeze, in a folder that PostgreSQL's account may enter."""
    with tempfile.TemporaryDirectory(prefix="watchkeeper-test-") as folder:
        state = Path(folder).resolve() / "state"
        state.parent.chmod(0o755)
        server = EmbeddedPostgres(state, durable=False)
        try:
            yield server.start(), state / "postgres18-volatile" / "data"
        finally:
            server.stop()


@pytest.fixture(scope="module")
def own_dsn(server_dsn: str) -> Iterator[str]:
    """A database of this module alone, whose schema it may spoil."""
    with created_database(server_dsn, "schema") as dsn:
        yield dsn


async def answers_of(application: FastAPI, token: str | None = None) -> dict[str, httpx.Response]:
    """Ask for all three at once. The test ends with an error when one takes longer than the bound."""
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test", headers=headers) as http:
        async with asyncio.timeout(BOUND):
            answers = await asyncio.gather(*map(http.get, PATHS))
    return dict(zip(PATHS, answers, strict=True))


def states_of(answer: httpx.Response) -> dict[str, str]:
    parts = answer.json()["components"]
    return {part["name"]: part["state"] for part in parts if part["name"] != "anilist"}


@pytest.fixture
async def silent_port() -> AsyncIterator[int]:
    async with silent_server() as port:
        yield port


async def test_database_that_says_nothing_is_down_within_the_bound(settings: Settings, silent_port: int) -> None:
    dsn = f"postgresql://app@127.0.0.1:{silent_port}/nothing"
    application = create_application(settings, secret=SECRET, dsn=dsn)
    async with application.router.lifespan_context(application):
        answers = await answers_of(application)
    assert answers["/health"].status_code == 200
    problem_of(answers["/ready"], 503, "not_ready")
    assert states_of(answers["/api/v1/health/detailed"]) == {"database": "down"}


async def test_frozen_database_is_down_within_the_bound_and_up_again_after_it(
    settings: Settings, own_server: tuple[str, Path]
) -> None:
    dsn, data = own_server
    await asyncio.to_thread(command.upgrade, alembic_config(dsn), "head")
    application = create_application(settings, secret=SECRET, dsn=dsn)
    async with application.router.lifespan_context(application):
        connection = await asyncpg.connect(dsn)
        admin = await Accounts(application).admin()
        token = admin.tokens["access_token"]
        before = await answers_of(application, token)
        with frozen_server(data):
            await asyncio.sleep(0.2)
            during = await answers_of(application, token)
        while (after := (await answers_of(application, token))["/ready"]).status_code != 200:
            problem_of(after, 503, "not_ready")
        await connection.close()
    assert {answer.status_code for answer in before.values()} == {200}
    assert during["/health"].status_code == 200
    problem_of(during["/ready"], 503, "not_ready")
    assert states_of(during["/api/v1/health/detailed"]) == {"database": "down"}


async def test_pool_that_is_exhausted_is_not_death(settings: Settings, dsn: str) -> None:
    application = create_application(settings, secret=SECRET, dsn=dsn)
    async with application.router.lifespan_context(application):
        database = application.state.container.database()
        async with asyncio.TaskGroup() as group:
            leave = asyncio.Event()

            async def hold() -> None:
                async with database.connection():
                    await leave.wait()

            for _ in range(settings.database.pool_size):
                group.create_task(hold())
            while database.pool.state().in_use < settings.database.pool_size:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            answers = await answers_of(application)
            leave.set()
    assert {answer.status_code for answer in answers.values()} == {200}


@pytest.mark.parametrize("is_listening", [True, False])
async def test_redis_that_hangs_or_is_away_degrades_and_no_more(
    is_listening: bool, settings: Settings, dsn: str, silent_port: int
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = silent_port if is_listening else closed.getsockname()[1]
        with_redis = settings.model_copy(update={"redis_url": SecretStr(f"redis://127.0.0.1:{port}/0")})
        application = create_application(with_redis, secret=SECRET, dsn=dsn)
        async with application.router.lifespan_context(application):
            answers = await answers_of(application)
    assert answers["/ready"].status_code == 200
    detailed = answers["/api/v1/health/detailed"]
    assert (detailed.json()["status"], states_of(detailed)) == ("degraded", {"database": "up", "redis": "down"})


@pytest.mark.parametrize(
    ("revision", "state"), [("0001", "outdated"), (None, "outdated"), ("9999", "up")], ids=["older", "none", "newer"]
)
async def test_schema_older_than_needed_is_not_ready_and_a_newer_one_is(
    revision: str | None, state: str, settings: Settings, own_dsn: str
) -> None:
    connection = await asyncpg.connect(own_dsn)
    await connection.execute("DROP TABLE IF EXISTS alembic_version")
    if revision is not None:
        await connection.execute("CREATE TABLE alembic_version (version_num text)")
        await connection.execute("INSERT INTO alembic_version VALUES ($1)", revision)
    application = create_application(settings, secret=SECRET, dsn=own_dsn)
    async with application.router.lifespan_context(application):
        answers = await answers_of(application)
    await connection.close()
    assert states_of(answers["/api/v1/health/detailed"]) == {"database": state}
    assert answers["/ready"].status_code == (200 if state == "up" else 503)


async def test_process_that_is_starting_or_draining_is_not_ready(settings: Settings, dsn: str) -> None:
    application = create_application(settings, secret=SECRET, dsn=dsn)
    lifecycle = application.state.container.lifecycle()
    async with application.router.lifespan_context(application):
        serving = await answers_of(application)
        lifecycle.drain()
        draining = await answers_of(application)
        lifecycle.serve()
        still_draining = await answers_of(application)
    assert (serving["/ready"].status_code, serving["/health"].headers.get("connection")) == (200, None)
    for answers in (draining, still_draining):
        assert problem_of(answers["/ready"], 503, "not_ready")["detail"].startswith("It is being stopped")
        assert answers["/health"].status_code == 200
        assert {answer.headers["connection"] for answer in answers.values()} == {"close"}


class CountingProbe:
    """A part that answers when it is told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.answer = asyncio.Event()

    async def check(self) -> ComponentHealth:
        self.asked += 1
        await self.answer.wait()
        return ComponentHealth("part", ComponentState.UP, is_required=True)


async def test_thousand_questions_at_once_ask_the_part_once() -> None:
    probe = CountingProbe()
    shared = SharedProbe(probe, max_age_seconds=60)
    asking = [asyncio.create_task(shared.check()) for _ in range(1000)]
    await asyncio.sleep(0)
    asking[0].cancel()
    await asyncio.sleep(0)
    probe.answer.set()
    answers = await asyncio.gather(*asking[1:])
    answers.append(await shared.check())
    assert ({answer.state for answer in answers}, probe.asked) == ({ComponentState.UP}, 1)


async def test_answer_that_is_no_longer_fresh_is_asked_for_again() -> None:
    probe = CountingProbe()
    probe.answer.set()
    shared = SharedProbe(probe, max_age_seconds=0)
    await shared.check()
    await shared.check()
    assert probe.asked == 2


async def test_parts_are_asked_at_the_same_time() -> None:
    first, second = CountingProbe(), CountingProbe()
    checking = asyncio.create_task(ParallelProbes([first, second]).check_all())
    while not (first.asked and second.asked):  # noqa: ASYNC110 - a fake tells nobody
        await asyncio.sleep(0)
    first.answer.set()
    second.answer.set()
    assert len(await checking) == 2
