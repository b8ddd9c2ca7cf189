"""The service below a path: every address that it gives leads back to it, whether the proxy removes the path or not."""

import re
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.support.accounts import Accounts, Person
from tests.support.catalogue import created
from tests.support.databases import SECRET
from tests.support.problems import problem_of
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import Settings

API = "/api/v1"
PROXY = ("10.0.0.1", 4000)


class Proxy:
    """Serves an application below a path, and nothing beside it."""

    def __init__(self, application: ASGIApp, prefix: str, *, strips: bool, tells: bool) -> None:
        self._application = application
        self._prefix = prefix
        self._strips = strips
        self._tells = tells

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        assert path == self._prefix or path.startswith(self._prefix + "/"), path
        if self._strips:
            path = path.removeprefix(self._prefix) or "/"
        told = [(b"x-forwarded-prefix", self._prefix.encode())] if self._tells else []
        headers = [*scope["headers"], *told]
        inner = {**scope, "path": path, "raw_path": path.encode(), "headers": headers, "client": PROXY}
        await self._application(inner, receive, send)


WAYS = {
    "setting, stripped": ("/wk", {"root_path": "/wk"}, {"strips": True, "tells": False}),
    "setting, not stripped": ("/wk", {"root_path": "/wk"}, {"strips": False, "tells": False}),
    "header, stripped": ("/tools/wk", {"trusted_proxies": [PROXY[0]]}, {"strips": True, "tells": True}),
    "header, not stripped": ("/tools/wk", {"trusted_proxies": [PROXY[0]]}, {"strips": False, "tells": True}),
    "path of the API, stripped": ("/api", {"root_path": "/api"}, {"strips": True, "tells": False}),
    "path of the API, not stripped": ("/api", {"root_path": "/api"}, {"strips": False, "tells": False}),
}


@pytest.fixture(params=list(WAYS.values()), ids=list(WAYS))
def way(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any], dict[str, bool]]:
    found: tuple[str, dict[str, Any], dict[str, bool]] = request.param
    return found


@pytest.fixture
def prefix(way: tuple[str, dict[str, Any], dict[str, bool]]) -> str:
    return way[0]


@pytest.fixture
async def application(
    way: tuple[str, dict[str, Any], dict[str, bool]], settings: Settings, dsn: str
) -> AsyncIterator[FastAPI]:
    _, changes, _ = way
    application = create_application(settings.model_copy(update=changes), secret=SECRET, dsn=dsn)
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture
async def outside(
    application: FastAPI, way: tuple[str, dict[str, Any], dict[str, bool]], empty_tables: None
) -> AsyncIterator[httpx.AsyncClient]:
    """A client that reaches the service through the proxy alone."""
    transport = httpx.ASGITransport(Proxy(application, way[0], **way[2]))
    async with httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test") as client:
        yield client


@pytest.fixture
async def admin(application: FastAPI, outside: httpx.AsyncClient, connection: asyncpg.Connection) -> Person:
    person = await Accounts(application).admin()
    outside.headers["Authorization"] = person.http.headers["Authorization"]
    return person


@pytest.mark.usefixtures("admin")
async def test_location_leads_to_what_was_made_and_to_what_is_in_the_way(
    outside: httpx.AsyncClient, prefix: str
) -> None:
    keyed = {"Idempotency-Key": "once"}
    made = await outside.post(f"{prefix}{API}/genres", json={"name": "Drama"}, headers=keyed)
    again = await outside.post(f"{prefix}{API}/genres", json={"name": "Drama"}, headers=keyed)
    other = await outside.post(f"{prefix}{API}/genres", json={"name": "drama"})

    assert made.status_code == 201
    assert made.headers["Location"] == f"{prefix}{API}/genres/{made.json()['id']}"
    assert again.headers["Location"] == made.headers["Location"]
    problem = problem_of(other, 409, "name_taken")
    assert problem["existing"]["href"] == made.headers["Location"]
    assert problem["instance"] == f"{prefix}{API}/genres"
    assert (await outside.get(made.headers["Location"])).json() == made.json()


async def test_pages_lead_to_the_next(outside: httpx.AsyncClient, admin: Person, prefix: str) -> None:
    for name in ("Comedy", "Drama", "Western"):
        await created(admin, f"{API}/genres", name=name)

    for _ in ("from the database", "from the cache"):
        address, names = f"{prefix}{API}/genres?limit=1&sort=name", []
        while address:
            answer = await outside.get(address)
            names += [item["name"] for item in answer.json()["items"]]
            address = answer.links["next"]["url"] if answer.links else ""
            assert address == "" or address.startswith(f"{prefix}{API}/genres?")
        assert names == ["Comedy", "Drama", "Western"]


async def test_what_is_cached_below_one_path_is_right_beside_it(
    outside: httpx.AsyncClient, admin: Person, prefix: str
) -> None:
    await created(admin, f"{API}/genres", name="Comedy")
    await created(admin, f"{API}/genres", name="Drama")
    first = await outside.get(f"{prefix}{API}/genres?limit=1")
    direct = await admin.http.get(f"{API}/genres?limit=1")

    assert first.json() == direct.json()


@pytest.mark.parametrize("page", ["/docs", "/docs/", "/redoc"])
async def test_documentation_finds_its_files_and_the_document(
    outside: httpx.AsyncClient, prefix: str, page: str
) -> None:
    shown = await outside.get(prefix + page)
    named = re.findall(r'(?:src|href|spec-url)="([^"]+)"', shown.text)

    assert shown.status_code == 200
    assert len(named) > 3
    assert [(await outside.get(one)).status_code for one in named] == [200] * len(named)


async def test_document_names_the_path(outside: httpx.AsyncClient, prefix: str) -> None:
    document = (await outside.get(f"{prefix}/openapi.json")).json()
    flow = document["components"]["securitySchemes"]["password"]["flows"]["password"]

    assert document["servers"] == [{"url": prefix}]
    assert flow["tokenUrl"] == flow["refreshUrl"] == f"{prefix}{API}/auth/token"
    assert (await outside.post(flow["tokenUrl"], data={"grant_type": "none"})).status_code == 400


@pytest.mark.parametrize("slash", ["", "/"])
async def test_root_is_the_page_below_the_path(outside: httpx.AsyncClient, prefix: str, slash: str) -> None:
    page = await outside.get(prefix + slash, headers={"Accept": "text/html"})
    index = await outside.get(prefix + slash, headers={"Accept": "application/json"})

    assert root_of(page) == f"{prefix}/"
    scripts = re.findall(r'src="([^"]+)"', page.text)
    assert [(await outside.get(script)).status_code for script in scripts] == [200]
    paths = [text for text in index.json().values() if text.startswith("/")]
    assert len(paths) == 4
    assert [(await outside.get(path)).status_code for path in paths if not path.endswith("/api/v1")] == [200] * 3


async def test_unknown_path_is_named_as_it_was_asked_for(outside: httpx.AsyncClient, prefix: str) -> None:
    assert problem_of(await outside.get(f"{prefix}/nowhere"), 404, "route_not_found")["instance"] == f"{prefix}/nowhere"
    assert (await outside.get(f"{prefix}/health")).status_code == 200


@pytest.mark.parametrize(
    "sent", ["//evil.example", "/a//b", "https://evil.example", "/..", '/"><script>', "/a b", "wk"]
)
async def test_prefix_that_is_no_path_is_ignored(settings: Settings, dsn: str, sent: str) -> None:
    changes = {"trusted_proxies": ["127.0.0.1"]}
    assert await root_for(settings.model_copy(update=changes), dsn, sent) == "/"


async def test_prefix_of_somebody_who_is_no_trusted_proxy_is_ignored(settings: Settings, dsn: str) -> None:
    assert await root_for(settings, dsn, "/wk") == "/"
    assert await root_for(settings.model_copy(update={"root_path": "/own"}), dsn, "/wk") == "/own/"


def root_of(page: httpx.Response) -> str:
    """Return the path below which the page believes itself to be."""
    return str(re.findall(r'name="root" content="([^"]*)"', page.text)[0])


async def root_for(settings: Settings, dsn: str, prefix: str) -> str:
    """Return the root that a browser is told which comes with a prefix."""
    application = create_application(settings, secret=SECRET, dsn=dsn)
    transport = httpx.ASGITransport(application)
    async with (
        application.router.lifespan_context(application),
        httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test") as client,
    ):
        answer = await client.get("/", headers={"Accept": "text/html", "X-Forwarded-Prefix": prefix})
    return root_of(answer)
