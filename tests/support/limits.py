"""Services with limits, for tests of them: each with counts of its own, called from any address."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from dependency_injector import providers
from fastapi import FastAPI

from tests.support.accounts import PASSWORD
from tests.support.databases import SECRET, test_settings
from watchkeeper.configs.application import create_application
from watchkeeper.configs.limit_settings import LimitSettings
from watchkeeper.foundation.rate_limiting.memory_rate_limiter import MemoryRateLimiter

HERE = "192.0.2.1"
ELSEWHERE = "198.51.100.7"


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class LimitedService:
    """A service with limits, whose clock the test sets."""

    def __init__(self, application: FastAPI, clock: Clock) -> None:
        self.application = application
        self.clock = clock

    def client(self, address: str = HERE, token: str | None = None) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.application, raise_app_exceptions=False, client=(address, 50000))
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test/api/v1", headers=headers)

    async def log_in(self, name: str, password: str = "wrong password", address: str = HERE) -> httpx.Response:
        return await self.client(address).post("/auth/login", json={"username": name, "password": password})

    async def register(self, name: str, address: str = HERE) -> httpx.Response:
        body = {"username": name, "email": f"{name}@example.com", "password": PASSWORD}
        return await self.client(address).post("/auth/register", json=body)

    async def person(self, name: str) -> httpx.AsyncClient:
        """Sign somebody up and in, from an address that is otherwise not used."""
        assert (await self.register(name, "203.0.113.99")).status_code == 201
        answer = await self.log_in(name, PASSWORD, "203.0.113.99")
        return self.client(token=answer.json()["access_token"])


@asynccontextmanager
async def limited_service(
    dsn: str, limits: dict[str, str], *, replaced: dict[str, object] | None = None, **settings: Any
) -> AsyncIterator[LimitedService]:
    """Give the service over `dsn` with these limits, and with a clock of the test's own where no Redis is set.

    `replaced` are parts of the container that are to be others.
    """
    chosen = test_settings().model_copy(update={"limits": LimitSettings.model_validate(limits)} | settings)
    application = create_application(chosen, secret=SECRET, dsn=dsn)
    clock = Clock()
    if chosen.redis_url is None:
        application.state.container.limiter.override(providers.Object(MemoryRateLimiter(clock)))
    for name, part in (replaced or {}).items():
        application.state.container.providers[name].override(providers.Object(part))
    async with application.router.lifespan_context(application):
        yield LimitedService(application, clock)


def limit_headers(answer: httpx.Response) -> dict[str, str]:
    """Return the headers of the standard family, having seen that the other family says the same."""
    names = ("Limit", "Remaining", "Reset", "Policy")
    standard = {name: answer.headers.get(f"RateLimit-{name}") for name in names}
    assert standard == {name: answer.headers.get(f"X-RateLimit-{name}") for name in names}
    return {name: value for name, value in standard.items() if value is not None}
