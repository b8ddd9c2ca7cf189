"""The root of the service: where somebody looks who knows its address alone."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.support.databases import SECRET
from tests.support.problems import problem_of
from watchkeeper import __version__
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import Docs, Settings

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JSON = {"Accept": "application/json"}


@pytest.mark.parametrize(("method", "accept"), [("GET", BROWSER), ("HEAD", BROWSER), ("GET", "*/*"), ("GET", "")])
async def test_root_is_the_page(client: httpx.AsyncClient, method: str, accept: str) -> None:
    answer = await client.request(method, "/", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("accept", ["application/json", "application/json, */*"])
async def test_program_is_told_where_everything_is(client: httpx.AsyncClient, accept: str) -> None:
    answer = await client.get("/", headers={"Accept": accept})
    index = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert (index["name"], index["version"], index["api"]) == ("Watchkeeper", __version__, "/api/v1")
    for name in ("docs", "openapi", "health"):
        assert (await client.get(index[name])).status_code == 200
    assert "Accept" in answer.headers["vary"]


async def test_head_of_the_index_has_no_body(client: httpx.AsyncClient) -> None:
    whole, head = await client.get("/", headers=JSON), await client.head("/", headers=JSON)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))


async def test_index_takes_no_other_method(client: httpx.AsyncClient) -> None:
    answer = await client.post("/", json={})
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


async def test_index_is_not_in_the_document(client: httpx.AsyncClient) -> None:
    assert "/" not in (await client.get("/openapi.json")).json()["paths"]


@pytest.fixture
async def client_without_docs(settings: Settings, dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service whose operator hides the documentation."""
    application = create_application(settings.model_copy(update={"docs": Docs.OFF}), secret=SECRET, dsn=dsn)
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with (
        application.router.lifespan_context(application),
        httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test") as client,
    ):
        yield client


async def test_documentation_that_is_off_is_nowhere(client_without_docs: httpx.AsyncClient) -> None:
    for path in ("/docs", "/docs/", "/redoc", "/openapi.json", "/docs/swagger.js", "/redoc/redoc.standalone.js"):
        problem_of(await client_without_docs.get(path), 404, "route_not_found")
    assert (await client_without_docs.get("/api/v1/genres")).status_code == 200
    index = await client_without_docs.get("/", headers=JSON)
    assert (index.status_code, {"docs", "openapi"} & index.json().keys()) == (200, set())
