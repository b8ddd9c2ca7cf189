"""The page: one document at all its addresses, files that never change, and a policy that lets nothing else run."""

import gzip
import json
import re
from importlib.resources import files

import httpx
import pytest

from tests.support.each import for_each
from tests.support.problems import problem_of
from watchkeeper.controllers.v1.operations.page_controller import ADDRESSES

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
ONE = "/titles/0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"


@for_each("address", ["/", *ADDRESSES, ONE, "/titles/no-id", "/browse?q=blade&kind=movie"])
async def test_document_stands_at_every_address(client: httpx.AsyncClient, address: str) -> None:
    answer = await client.get(address, headers=BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert '<div id="app">' in answer.text
    assert answer.headers["cache-control"] == "public, no-cache"


async def test_document_is_not_sent_twice(client: httpx.AsyncClient) -> None:
    first = await client.get("/", headers=BROWSER)
    again = await client.get("/", headers=BROWSER | {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]


async def test_policy_lets_only_the_service_itself_be_loaded(client: httpx.AsyncClient) -> None:
    policy = (await client.get("/", headers=BROWSER)).headers["content-security-policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == directives["connect-src"] == "'self'"
    assert (directives["require-trusted-types-for"], directives["trusted-types"]) == ("'script'", "worker")
    assert "unsafe" not in policy
    assert "http" not in policy


async def test_worker_is_checked_at_each_visit_and_asks_only_the_service(client: httpx.AsyncClient) -> None:
    answer = await client.get("/sw.js")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, no-cache")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["content-security-policy"] == "default-src 'none'; connect-src 'self'"
    files = json.loads(re.findall(r"FILES = (.+)", answer.text)[0])
    assert {name.rpartition("/")[2] for name in await names_of_assets(client)} <= set(files)
    assert (await client.get(f"/assets/{files[0]}")).status_code == 200


async def names_of_assets(client: httpx.AsyncClient) -> list[str]:
    return re.findall(r'="(/assets/[^"]+)"', (await client.get("/", headers=BROWSER)).text)


async def test_files_are_kept_for_ever(client: httpx.AsyncClient) -> None:
    names = await names_of_assets(client)
    assert {name.rpartition(".")[2] for name in names} == {"js", "css"}
    for name in names:
        answer = await client.get(name)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        kind = "text/javascript" if name.endswith(".js") else "text/css"
        assert answer.headers["content-type"].startswith(kind)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br; q=0.000", None),
        ("identity", None),
        ("", None),
    ],
)
async def test_file_is_compressed_as_the_client_accepts_it(
    client: httpx.AsyncClient, accepted: str, encoding: str | None
) -> None:
    name = (await names_of_assets(client))[0]
    async with client.stream("GET", name, headers={"Accept-Encoding": accepted}) as answer:
        body = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == encoding
    assert "Accept-Encoding" in answer.headers["vary"]
    whole = (files("watchkeeper") / "resources" / "web" / name.lstrip("/")).read_bytes()
    if encoding == "gzip":
        assert gzip.decompress(body) == whole
    elif encoding is None:
        assert body == whole


@pytest.mark.parametrize("name", ["none.js", "..%2Findex.html", "%2e%2e/index.html", ".sources"])
async def test_what_the_page_does_not_load_is_not_there(client: httpx.AsyncClient, name: str) -> None:
    problem_of(await client.get(f"/assets/{name}"), 404, "route_not_found")
    script = (await names_of_assets(client))[0]
    problem_of(await client.get(f"{script}.br"), 404, "route_not_found")


WRONG = [
    "/nothing",
    "/titles",
    "/title/xyz",
    "/titles/a/b",
    "/apix",
    "/nothing.php",
    "/list//",
    "/docs/nothing",
    "/%ff",
]


@for_each("address", WRONG)
async def test_person_at_a_wrong_address_is_shown_so_on_the_page(client: httpx.AsyncClient, address: str) -> None:
    answer = await client.get(address, headers=BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert '<div id="app">' in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "Accept" in answer.headers["vary"]
    head = await client.head(address, headers=BROWSER)
    assert (head.status_code, head.content) == (404, b"")


@for_each("address", ["/list/", "/titles/no-id/", "/admin/users/"])
async def test_slash_at_the_end_leads_to_the_same_screen(client: httpx.AsyncClient, address: str) -> None:
    answer = await client.get(address, headers=BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")


@for_each("accept", ["*/*", "application/json", ""])
async def test_program_at_a_wrong_address_gets_a_problem(client: httpx.AsyncClient, accept: str) -> None:
    for address in WRONG:
        problem_of(await client.get(address, headers={"Accept": accept}), 404, "route_not_found")


@for_each("address", ["/api", "/api/", "/api/v1", "/api/v1/nowhere", "/api/v2/titles"])
async def test_below_api_everybody_gets_problems(client: httpx.AsyncClient, address: str) -> None:
    problem_of(await client.get(address, headers=BROWSER), 404, "route_not_found")
    problem_of(await client.post("/nothing", headers=BROWSER), 404, "route_not_found")
    problem_of(await client.get("/api/v1/auth/login", headers=BROWSER), 405, "method_not_allowed")


async def test_page_is_not_in_the_document_of_the_api(client: httpx.AsyncClient) -> None:
    paths = (await client.get("/openapi.json")).json()["paths"]
    assert [path for path in paths if not path.startswith("/api/v1") and path not in {"/health", "/ready"}] == []
