"""What holds in development alone: pages of local dev servers may call the API, and so may phones nearby."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.support.services import running, service
from watchkeeper.configs.settings import Environment, Settings

LISTED = "https://app.example.com"
LOCAL = ["http://localhost:5173", "http://localhost", "http://127.0.0.1:3000", "http://[::1]:8080"]
FOREIGN = [
    "http://localhost.evil.example",
    "http://localhost:3000.evil.example",
    "http://evil.example:3000",
    "http://127.0.0.1.evil.example",
    "http://127.0.0.10",
    "http://localhost@evil.example",
    "http://xlocalhost:3000",
    "http://localhost:",
    "file://localhost",
    "null",
]


def of(environment: Environment, settings: Settings) -> Settings:
    return settings.model_copy(update={"environment": environment, "cors_allowed_origins": [LISTED]})


@pytest.fixture(scope="module")
async def development(settings: Settings, dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    async with running(service(of(Environment.DEVELOPMENT, settings), dsn)) as client:
        yield client


@pytest.fixture(scope="module")
async def production(settings: Settings, dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    async with running(service(of(Environment.PRODUCTION, settings), dsn)) as client:
        yield client


async def preflight(client: httpx.AsyncClient, origin: str) -> httpx.Response:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    return await client.options("/api/v1/watchlist", headers=headers)


def allowed_origin(answer: httpx.Response) -> str | None:
    origin: str | None = answer.headers.get("access-control-allow-origin")
    return origin


@pytest.mark.parametrize("origin", [*LOCAL, LISTED])
async def test_page_of_a_local_server_may_call_in_development(origin: str, development: httpx.AsyncClient) -> None:
    asked = await preflight(development, origin)
    answer = await development.get("/api/v1/genres", headers={"Origin": origin})
    assert (asked.status_code, allowed_origin(asked)) == (204, origin)
    assert (answer.status_code, allowed_origin(answer)) == (200, origin)
    assert "ETag" in answer.headers["access-control-expose-headers"]
    assert "Origin" in answer.headers["vary"]


@pytest.mark.parametrize("origin", FOREIGN)
async def test_page_from_elsewhere_may_not_call_in_development(origin: str, development: httpx.AsyncClient) -> None:
    asked = await preflight(development, origin)
    answer = await development.get("/api/v1/genres", headers={"Origin": origin})
    assert (asked.status_code, allowed_origin(asked)) == (405, None)
    assert (answer.status_code, allowed_origin(answer)) == (200, None)


@pytest.mark.parametrize("origin", LOCAL)
async def test_page_of_a_local_server_may_not_call_in_production(origin: str, production: httpx.AsyncClient) -> None:
    asked = await preflight(production, origin)
    answer = await production.get("/api/v1/genres", headers={"Origin": origin})
    assert (asked.status_code, allowed_origin(asked)) == (405, None)
    assert allowed_origin(answer) is None


async def test_listed_origin_may_call_in_production(production: httpx.AsyncClient) -> None:
    assert allowed_origin(await preflight(production, LISTED)) == LISTED


@pytest.mark.parametrize("host", ["192.168.1.20:8100", "10.0.2.2:8100", "[2001:db8::20]:8100", "my-laptop.local:8100"])
async def test_request_by_an_address_of_the_local_network_is_answered(
    host: str, development: httpx.AsyncClient
) -> None:
    assert (await development.get("/ready", headers={"Host": host})).status_code == 200
