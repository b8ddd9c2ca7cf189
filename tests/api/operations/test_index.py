"""The root of the service: where somebody looks who knows its address alone."""

import httpx
import pytest

from watchkeeper import __version__

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_browser_is_led_to_the_documentation(client: httpx.AsyncClient, method: str) -> None:
    answer = await client.request(method, "/", headers={"Accept": BROWSER})
    assert (answer.status_code, answer.headers["location"]) == (302, "/docs")
    assert "Accept" in answer.headers["vary"]
    assert (await client.get(answer.headers["location"])).status_code == 200


@pytest.mark.parametrize("accept", ["*/*", "application/json", ""])
async def test_program_is_told_where_everything_is(client: httpx.AsyncClient, accept: str) -> None:
    answer = await client.get("/", headers={"Accept": accept})
    index = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert (index["name"], index["version"], index["api"]) == ("Watchkeeper", __version__, "/api/v1")
    for name in ("docs", "openapi", "health"):
        assert (await client.get(index[name])).status_code == 200
    assert "Accept" in answer.headers["vary"]


async def test_head_of_the_index_has_no_body(client: httpx.AsyncClient) -> None:
    whole, head = await client.get("/"), await client.head("/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))


async def test_index_takes_no_other_method(client: httpx.AsyncClient) -> None:
    answer = await client.post("/", json={})
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


async def test_index_is_not_in_the_document(client: httpx.AsyncClient) -> None:
    assert "/" not in (await client.get("/openapi.json")).json()["paths"]
