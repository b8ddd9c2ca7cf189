import httpx
import pytest
from fastapi import FastAPI

from tests.support.accounts import Accounts
from tests.support.databases import SECRET
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import Settings


@pytest.fixture
def without_database(settings: Settings) -> FastAPI:
    return create_application(settings, secret=SECRET, dsn="postgresql://nobody@127.0.0.1:1/nothing")


async def _get(application: FastAPI, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(application)
    async with (
        application.router.lifespan_context(application),
        httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test") as http,
    ):
        return await http.get(path)


async def test_service_with_its_database_lives_and_is_ready(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health")).json() == {"status": "ok"}
    assert (await client.get("/ready")).json() == {"status": "ready"}


async def test_service_without_its_database_lives_and_is_not_ready(without_database: FastAPI) -> None:
    assert (await _get(without_database, "/health")).status_code == 200
    answer = await _get(without_database, "/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) >= 1
    detailed = await _get(without_database, "/api/v1/health/detailed")
    assert detailed.json()["status"] == "degraded"
    assert detailed.json()["components"][0]["state"] == "down"


async def test_details_of_health_are_for_admins(client: httpx.AsyncClient, accounts: Accounts) -> None:
    admin, person = await accounts.admin(), await accounts.person()
    for http in (client, person.http):
        part, anime = (await http.get("/api/v1/health/detailed")).json()["components"]
        assert (anime["name"], anime["state"], anime["milliseconds"]) == ("anilist", "unknown", None)
        assert (part["name"], part["state"], part["milliseconds"], part["version"]) == ("database", "up", None, None)
    part, _ = (await admin.http.get("/api/v1/health/detailed")).json()["components"]
    assert part["milliseconds"] > 0
    assert part["version"]
