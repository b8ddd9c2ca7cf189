"""Cross-origin requests, hosts that are trusted, and errors nobody foresaw: on a service of their own."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from tests.support.databases import SECRET
from tests.support.problems import problem_of
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import Settings

ORIGIN = "https://app.example.com"
EXPOSED = {
    "ETag", "Link", "Location", "Retry-After", "Age", "Warning", "X-Request-ID", "Idempotency-Replayed",
    "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy", "X-RateLimit-Limit",
    "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-RateLimit-Policy", "Operation-ID", "Export-Left-Out",
}  # fmt: skip
BROKEN = "/api/v1/platforms"
SENTENCE = "SELECT secret FROM vault -- leaked by an exception"


class BrokenLogic:
    """Fails as nobody foresaw, whatever is asked of it."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        async def break_down(*_: Any, **__: Any) -> None:
            raise RuntimeError(SENTENCE)

        return break_down


@pytest.fixture(scope="module")
async def browser(settings: Settings, dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service that trusts one origin and two hosts, and breaks down at platforms and when logging out."""
    changes = {
        "cors_allowed_origins": [ORIGIN, "http://localhost:3000"],
        "trusted_hosts": ["api.example.com", "*.example.org", "::1", "127.0.0.1"],
    }
    application = create_application(settings.model_copy(update=changes), secret=SECRET, dsn=dsn)
    async with application.router.lifespan_context(application):
        application.state.container.platform_controller()._logic = BrokenLogic()
        application.state.container.auth_controller()._sessions = BrokenLogic()
        transport = httpx.ASGITransport(application, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://api.example.com") as client:
            yield client


def cross_origin_headers(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}


@pytest.mark.parametrize("path", ["/api/v1/genres", "/nowhere", BROKEN, "/api/v1/auth/me"])
async def test_trusted_origin_may_read_answers_and_refusals(path: str, browser: httpx.AsyncClient) -> None:
    answer = await browser.get(path, headers={"Origin": ORIGIN})
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert set(answer.headers["access-control-expose-headers"].split(", ")) >= EXPOSED
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers


async def test_trusted_origin_may_read_that_a_body_is_too_large(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/api/v1/auth/login", content=b" " * 1_100_000, headers={"Origin": ORIGIN})
    problem_of(answer, 413)
    assert answer.headers["access-control-allow-origin"] == ORIGIN


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
async def test_preflight_of_a_trusted_origin_is_allowed(method: str, browser: httpx.AsyncClient) -> None:
    headers = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization, content-type, if-match, if-none-match, idempotency-key, "
        "x-request-id, traceparent, tracestate, x-tmdb-token",
    }
    answer = await browser.options("/api/v1/watchlist", headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert len(answer.headers["x-request-id"]) == 32
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert method in answer.headers["access-control-allow-methods"]
    assert "Authorization" in answer.headers["access-control-allow-headers"]
    assert int(answer.headers["access-control-max-age"]) > 0
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example.com",
        "null",
        "https://app.example.com.evil.test",
        "http://app.example.com",
        "*",
        "https://APP.example.com:444",
        "",
    ],
)
async def test_other_origin_is_told_nothing_about_origins(origin: str, browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/api/v1/genres", headers={"Origin": origin})
    assert answer.status_code == 200
    assert cross_origin_headers(answer) == {}
    assert "Origin" in answer.headers["vary"]


async def test_preflight_of_another_origin_is_refused_as_any_other_method(browser: httpx.AsyncClient) -> None:
    headers = {"Origin": "https://evil.example.com", "Access-Control-Request-Method": "DELETE"}
    answer = await browser.options("/api/v1/watchlist", headers=headers)
    problem_of(answer, 405, "method_not_allowed")
    assert cross_origin_headers(answer) == {}


async def test_without_a_list_no_origin_is_trusted(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/genres", headers={"Origin": ORIGIN})
    assert cross_origin_headers(answer) == {}


@pytest.mark.parametrize(
    "host", ["api.example.com", "API.EXAMPLE.COM", "api.example.com:8100", "a.b.example.org", "[::1]:8100", "127.0.0.1"]
)
async def test_trusted_host_is_answered(host: str, browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/health", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.test", "example.org", "api.example.com.evil.test", "xexample.org", "", "[", "api.example.com@evil"]
)
async def test_other_host_is_refused_in_the_shape_of_every_refusal(host: str, browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/api/v1/genres", headers={"Host": host, "X-Request-ID": "h-1"})
    problem = problem_of(answer, 400, "untrusted_host")
    assert problem["request_id"] == "h-1"
    assert host not in answer.text or not host


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
async def test_error_nobody_foresaw_tells_nothing_but_its_id(method: str, browser: httpx.AsyncClient) -> None:
    if method == "POST":
        answer = await browser.post("/api/v1/auth/logout", json={"refresh_token": "x"})
    else:
        answer = await browser.request(method, BROKEN)
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    if method != "HEAD":
        problem_of(answer, 500, "internal_error")
    assert SENTENCE not in answer.text
    assert "RuntimeError" not in answer.text


async def test_error_nobody_foresaw_is_logged_with_its_id(
    browser: httpx.AsyncClient, capfd: pytest.CaptureFixture[str]
) -> None:
    await browser.get(BROKEN, headers={"X-Request-ID": "find-me"})
    written = "".join(capfd.readouterr())
    assert "unhandled_error" in written
    assert "find-me" in written
    assert SENTENCE in written
