"""The service as it is run, below a path of a proxy over real connections, which removes the path or does not."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.standins.server import running
from tests.support.databases import created_database
from tests.support.service import Service

_HOP_BY_HOP = {"connection", "content-length", "transfer-encoding", "keep-alive"}


class ReverseProxy:
    """Passes what is asked for below `/wk` on to the service, with the path or without; all else is 418."""

    def __init__(self, target: str, *, strips: bool) -> None:
        self._target = target
        self._strips = strips

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        path = scope["raw_path"].decode()
        if path != "/wk" and not path.startswith("/wk/"):
            await Response("outside", 418)(scope, receive, send)
            return
        path = path.removeprefix("/wk") if self._strips else path
        headers = {name: value for name, value in request.headers.items() if name not in _HOP_BY_HOP}
        async with httpx.AsyncClient(timeout=60, verify=False) as client:
            answer = await client.request(
                request.method,
                f"{self._target}{path or '/'}?{scope['query_string'].decode()}".rstrip("?"),
                headers=headers,
                content=await request.body(),
            )
        kept = {name: value for name, value in answer.headers.items() if name not in _HOP_BY_HOP}
        await Response(answer.content, answer.status_code, kept)(scope, receive, send)


@pytest.fixture(scope="module")
def service(server_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder: Path = tmp_path_factory.mktemp("below")
    with created_database(server_dsn, "below") as dsn:
        variables = {"DATABASE_URL": dsn, "ROOT_PATH": "/wk", "ENVIRONMENT": "development"}
        service = Service(folder, folder / "log", variables=variables)
        try:
            service.wait_until_ready()
            yield service
        finally:
            service.end()


@pytest.fixture(params=[True, False], ids=["strips", "keeps"])
def outside(service: Service, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    proxy = ReverseProxy(f"http://127.0.0.1:{service.port}", strips=request.param)
    with (
        running(proxy) as address,
        httpx.Client(base_url=address, timeout=60, follow_redirects=True, verify=False) as client,
    ):
        yield client


def test_browser_finds_the_documentation(outside: httpx.Client) -> None:
    page = outside.get("/wk/docs", headers={"Accept": "text/html"})
    named = re.findall(r'(?:src|href)="([^"]+)"', page.text)

    assert (page.status_code, page.url.path) == (200, "/wk/docs")
    assert [outside.get(one).status_code for one in named] == [200] * len(named)
    assert outside.get("/wk/openapi.json").json()["servers"] == [{"url": "/wk"}]


def test_addresses_in_responses_lead_through_the_proxy(outside: httpx.Client, request: pytest.FixtureRequest) -> None:
    name = "strips" if "strips" in request.node.name else "keeps"
    account = {"username": name, "email": f"{name}@example.com", "password": "correct horse battery staple"}
    made = outside.post("/wk/api/v1/auth/register", json=account)
    tokens = outside.post("/wk/api/v1/auth/login", json={"username": name, "password": account["password"]}).json()
    outside.headers["Authorization"] = f"Bearer {tokens['access_token']}"
    entries = []
    for number in ("1", "2"):
        media = {"source": "imdb", "external_id": f"tt000000{number}", "media_type": "movie", "title": "Heat"}
        entries.append(outside.post("/wk/api/v1/watchlist", json={"media": media}))
    again = outside.post("/wk/api/v1/watchlist", json={"media": media})
    pages = outside.get("/wk/api/v1/watchlist?limit=1")

    assert outside.get(made.headers["Location"]).json()["username"] == name
    assert [outside.get(entry.headers["Location"]).json() for entry in entries] == [one.json() for one in entries]
    assert outside.get(again.json()["existing"]["href"]).json() == entries[1].json()
    assert outside.get(pages.links["next"]["url"]).json()["items"] == [entries[0].json()]
    assert outside.get("/wk/nowhere").json()["instance"] == "/wk/nowhere"
