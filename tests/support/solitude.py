"""Services that may be alone with their database, for tests of that."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from dependency_injector import providers
from fastapi import FastAPI

from tests.support.counting import counted_statements
from tests.support.databases import SECRET, test_settings
from tests.support.services import running
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import CacheSettings, Settings
from watchkeeper.repositories.operations.adapters.change_clock_postgres_adapter import Pace, PostgresChangeClock

QUICK = Pace(alone=0.25, among_others=0.1, share=0.6, settling=0.8, retreat=0.5)
"""As the service's own, with less patience."""

SECONDS = 30.0


def lone_settings() -> Settings:
    return test_settings().model_copy(update={"cache": CacheSettings(alone=True)})


def lone_application(dsn: str, *, pace: Pace = QUICK) -> FastAPI:
    application = create_application(lone_settings(), secret=SECRET, dsn=dsn)
    container = application.state.container
    clock = providers.Singleton(
        PostgresChangeClock,
        container.database.provided.writes,
        dsn=dsn,
        process_name=container.options.provided.process_name,
        may_be_alone=True,
        metrics=container.metrics,
        pace=pace,
    )
    container.change_clock.override(clock)
    return application


@asynccontextmanager
async def lone_service(dsn: str, *, pace: Pace = QUICK) -> AsyncIterator[FastAPI]:
    """Give a service that is alone with its database."""
    application = lone_application(dsn, pace=pace)
    async with running(application):
        await until(lambda: is_alone(application))
        yield application


def clock_of(application: FastAPI) -> PostgresChangeClock:
    clock: PostgresChangeClock = application.state.container.change_clock()
    return clock


def is_alone(application: FastAPI) -> bool:
    return clock_of(application).is_alone


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(SECONDS):
        while not is_so():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)


async def unasked(prepare: Callable[[], Awaitable[object]], act: Callable[[], Awaitable[object]]) -> None:
    """Require that `act` asks PostgreSQL nothing once `prepare` was done.

    It is tried again, as neighbours on the same server write too, and then what is known is forgotten.
    """
    deadline = time.monotonic() + SECONDS
    while True:
        await prepare()
        with counted_statements() as statements:
            await act()
        if not statements:
            return
        assert time.monotonic() < deadline, statements
