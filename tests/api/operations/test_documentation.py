"""The pages and the document as they are served, and errors as the document says they are."""

import asyncio
import re
from threading import Event

import httpx
import pytest

from tests.support.documents import JSON, PROBLEM, Operation, mismatches, operations, problem_mismatches
from tests.support.each import for_each
from watchkeeper.configs.api_docs import service_document
from watchkeeper.configs.container import Container
from watchkeeper.foundation.http.middleware.request_cycle import BODY_LIMIT

DOCUMENT = service_document()
UNKNOWN = {"nobody_knows_this": "1"}
OF_THE_SERVER = "431"  # given by the server beneath, for every operation
REFUSABLE = [
    each
    for each in operations(DOCUMENT)
    if any(status.startswith("4") and status != OF_THE_SERVER for status in each.answers)
]
FILES = {
    "/docs/swagger-ui-bundle.js": "text/javascript",
    "/docs/swagger-ui.css": "text/css",
    "/docs/swagger.js": "text/javascript",
    "/docs/icon.svg": "image/svg+xml",
    "/favicon.ico": "image/vnd.microsoft.icon",
    "/redoc/redoc.standalone.js": "text/javascript",
}


def policy(answer: httpx.Response) -> dict[str, str]:
    directives = (part.strip().partition(" ") for part in answer.headers["content-security-policy"].split(";"))
    return {name: sources for name, _, sources in directives}


async def refused(client: httpx.AsyncClient, operation: Operation) -> httpx.Response:
    """Send what the operation has to refuse, whoever calls: ids that are none, an unknown parameter, no JSON."""
    path = re.sub(r"\{\w+\}", "not-an-id", operation.path)
    takes_body = "requestBody" in operation.member
    headers = {"Authorization": "Bearer nonsense"} | ({"Content-Type": JSON} if takes_body else {})
    body = b'{"nobody_knows_this":' if takes_body else None
    return await client.request(operation.method, path, params=UNKNOWN, headers=headers, content=body)


@pytest.mark.parametrize("path", ["/docs", "/docs/", "/redoc", "/redoc/"])
async def test_page_is_html_and_loads_nothing_from_elsewhere(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    loaded = re.findall(r'(?:src|href|spec-url)="([^"]+)"', answer.text)
    assert set(loaded) <= {"/openapi.json", *FILES}
    assert [(await client.get(address)).status_code for address in loaded] == [200] * len(loaded)


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_page_allows_only_its_own_scripts_and_has_none_inline(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert policy(answer)["default-src"] == "'none'"
    assert policy(answer)["script-src"] == policy(answer)["connect-src"] == "'self'"
    assert policy(answer)["frame-ancestors"] == "'none'"
    assert re.findall(r"<script(?![^>]*\bsrc=)", answer.text) == []
    assert re.findall(r"\son\w+=", answer.text) == []


async def test_swagger_ui_gets_along_without_inline_styles(client: httpx.AsyncClient) -> None:
    answer = await client.get("/docs")
    assert policy(answer)["style-src"] == "'self'"
    assert "<style" not in answer.text


@pytest.mark.parametrize(("path", "media_type"), FILES.items())
async def test_file_of_a_page_is_kept_by_browsers(client: httpx.AsyncClient, path: str, media_type: str) -> None:
    answer = await client.get(path)
    again = await client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["cache-control"].startswith("public")
    assert (again.status_code, again.content) == (304, b"")


async def test_redoc_asks_no_other_machine_for_its_logo(client: httpx.AsyncClient) -> None:
    assert "cdn.redoc.ly" not in (await client.get("/redoc/redoc.standalone.js")).text


async def test_served_document_is_that_of_the_service(client: httpx.AsyncClient) -> None:
    answer = await client.get("/openapi.json")
    again = await client.get("/openapi.json", headers={"If-None-Match": answer.headers["etag"]})
    assert answer.headers["content-type"] == JSON
    assert answer.json() == DOCUMENT
    assert again.status_code == 304


@for_each("operation", REFUSABLE)
async def test_refusal_is_as_documented(client: httpx.AsyncClient, operation: Operation) -> None:
    answer = await refused(client, operation)
    documented = operation.answers[str(answer.status_code)]
    media_type = answer.headers["content-type"]
    assert answer.status_code >= 400
    assert media_type in documented["content"]
    assert mismatches(answer.json(), documented["content"][media_type]["schema"], DOCUMENT) == []
    assert {name.lower() for name in documented["headers"]} <= set(answer.headers)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "route_not_found"),
        ("GET", "/docs/nothing.js", 404, "route_not_found"),
        ("PUT", "/api/v1/genres", 405, "method_not_allowed"),
        ("POST", "/docs", 405, "method_not_allowed"),
    ],
)
async def test_framework_error_is_a_problem(
    client: httpx.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    answer = await client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == PROBLEM
    assert problem_mismatches(answer.json()) == []


async def test_wrong_method_names_the_right_ones(client: httpx.AsyncClient) -> None:
    assert (await client.put("/api/v1/genres")).headers["allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize(
    ("headers", "body", "status", "code"),
    [
        ({"Content-Type": "text/plain"}, b"name", 415, "unsupported_media_type"),
        ({"Content-Type": JSON, "Content-Encoding": "gzip"}, b"{}", 415, "unsupported_media_type"),
        ({"Content-Type": JSON}, b" " * (BODY_LIMIT + 1), 413, "body_too_large"),
        ({"Content-Type": JSON}, b"{", 422, "validation_failed"),
        ({"Content-Type": JSON}, b"{}", 422, "validation_failed"),
    ],
)
async def test_bad_body_is_a_problem(
    client: httpx.AsyncClient, headers: dict[str, str], body: bytes, status: int, code: str
) -> None:
    answer = await client.post("/api/v1/auth/login", headers=headers, content=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert problem_mismatches(answer.json()) == []
    assert bool(answer.json().get("errors")) == (status == 422)


async def test_form_of_the_authorize_button_gets_tokens_or_a_documented_refusal(client: httpx.AsyncClient) -> None:
    scheme = DOCUMENT["components"]["securitySchemes"]["password"]["flows"]["password"]
    form = {"grant_type": "password", "username": "nobody", "password": "correct horse battery staple"}
    answer = await client.post(scheme["tokenUrl"], data=form, headers={"Authorization": "Basic Og=="})
    documented = DOCUMENT["paths"][scheme["tokenUrl"]]["post"]["responses"]["400"]["content"][JSON]
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert mismatches(answer.json(), documented["schema"], DOCUMENT) == []


async def test_other_requests_go_on_while_the_document_is_made_once(
    client: httpx.AsyncClient, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_begun, may_end, made = Event(), Event(), list[str]()

    def made_slowly(prefix: str) -> bytes:
        made.append(prefix)
        has_begun.set()
        assert may_end.wait(10), "nothing else was served meanwhile"
        return b"{}"

    monkeypatch.setattr(container.documentation_controller(), "_document", made_slowly)
    asking = asyncio.gather(client.get("/openapi.json"), client.get("/openapi.json"))
    await asyncio.to_thread(has_begun.wait, 10)

    other = await client.get("/health")
    begun_meanwhile = len(made)
    may_end.set()

    assert (other.status_code, begun_meanwhile) == (200, 1)
    assert [answer.content for answer in await asking] == [b"{}"] * 2
