"""Each test has a service of its own, which reaches the stand-in over real HTTP.

So nothing is in its cache yet, and no breaker is open. Those that want other settings have a fixture `settings`;
modules to which cache and breakers do not matter take `lasting_application`, which is ready at once.
"""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from tests.support.discovery import service, settings_towards
from tests.support.standin import Standin
from watchkeeper.configs.settings import Settings


@pytest.fixture
def settings(standin: Standin) -> Settings:
    return settings_towards(standin)


@pytest.fixture
async def application(settings: Settings, dsn: str) -> AsyncIterator[FastAPI]:
    async with service(settings, dsn) as application:
        yield application


@pytest.fixture(scope="session")
async def lasting_application(running_standin: Standin, dsn: str) -> AsyncIterator[FastAPI]:
    async with service(settings_towards(running_standin), dsn) as application:
        yield application
