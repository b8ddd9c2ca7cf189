"""What every answer tells browsers, and what it tells them only where the request came by https."""

import httpx
import pytest

from tests.support.accounts import Accounts
from tests.support.each import for_each
from tests.support.operations import OPERATIONS, Operation
from tests.support.services import running, service
from watchkeeper.configs.settings import Settings

ORIGIN = "https://app.example.com"
PROXY, STRANGER = ("10.0.0.5", 4000), ("10.0.0.6", 4000)
PAGES = ("/docs", "/redoc")
PREFLIGHT = {"Origin": ORIGIN, "Access-Control-Request-Method": "GET"}


def assert_is_guarded(answer: httpx.Response) -> None:
    """Every header once, and a word on keeping the answer."""
    for name, value in (
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
    ):
        assert answer.headers.get_list(name) == [value]
    assert len(answer.headers.get_list("cache-control")) == 1
    assert len(answer.headers.get_list("content-security-policy")) == 1
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "server" not in answer.headers
    assert "x-powered-by" not in answer.headers


@for_each("operation", OPERATIONS)
async def test_every_answer_is_guarded(operation: Operation, accounts: Accounts, client: httpx.AsyncClient) -> None:
    admin = await accounts.admin()
    for http in (client, admin.http):
        answer = await http.request(operation.method, operation.address())
        assert_is_guarded(answer)
        assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        if answer.is_error:
            assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/nowhere", "/docs", "/redoc", "/openapi.json", "/docs/swagger.js", "/docs/icon.svg"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "TRACE"])
async def test_whatever_is_asked_the_answer_is_guarded(path: str, method: str, client: httpx.AsyncClient) -> None:
    assert_is_guarded(await client.request(method, path))


@pytest.mark.parametrize("path", PAGES)
async def test_page_says_what_it_may_do_also_when_it_is_not_sent_again(path: str, client: httpx.AsyncClient) -> None:
    page = await client.get(path)
    again = await client.get(path, headers={"If-None-Match": page.headers["etag"]})
    assert again.status_code == 304
    for answer in (page, again):
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "script-src 'self' 'unsafe" not in answer.headers["content-security-policy"]
        assert "camera=()" in answer.headers["permissions-policy"]
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"


async def test_refusals_of_the_border_and_preflights_are_guarded_too(settings: Settings, dsn: str) -> None:
    changes = {"cors_allowed_origins": [ORIGIN], "trusted_hosts": ["watchkeeper.test"]}
    async with running(service(settings.model_copy(update=changes), dsn)) as client:
        for answer in (
            await client.options("/api/v1/genres", headers=PREFLIGHT),
            await client.get("/api/v1/genres", headers={"Host": "evil.test"}),
            await client.post("/api/v1/auth/login", content=b" " * 1_100_000),
            await client.get("/api/v1/genres?q=%ff"),
        ):
            assert_is_guarded(answer)


async def test_answers_with_tokens_are_never_stored(client: httpx.AsyncClient, accounts: Accounts) -> None:
    person = await accounts.person()
    answer = await client.post("/api/v1/auth/refresh", json={"refresh_token": person.tokens["refresh_token"]})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


async def test_answer_that_depends_on_the_caller_is_for_nobody_else(
    client: httpx.AsyncClient, accounts: Accounts
) -> None:
    person = await accounts.person()
    for path in ("/api/v1/auth/me", "/api/v1/auth/sessions", "/api/v1/watchlist", "/api/v1/ratings", "/api/v1/titles"):
        answer = await person.http.get(path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"].startswith("private")
        assert "Authorization" in answer.headers["vary"]
    shared = await client.get("/api/v1/titles")
    assert shared.headers["cache-control"].startswith("public")


async def strict_transport(settings: Settings, dsn: str, peer: tuple[str, int], **more: str) -> str | None:
    """Return the header that `peer` gets of the service with the proxies of the settings."""
    application = service(settings, dsn)
    transport = httpx.ASGITransport(application, client=peer)
    async with (
        application.router.lifespan_context(application),
        httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test") as client,
    ):
        answer = await client.get("/health", headers=more)
    assert answer.status_code == 200
    return ", ".join(answer.headers.get_list("strict-transport-security")) or None


async def test_browser_is_kept_to_https_where_a_trusted_proxy_says_that_it_came_so(
    settings: Settings, dsn: str
) -> None:
    behind = settings.model_copy(update={"trusted_proxies": [PROXY[0]]})
    tls = {"X-Forwarded-Proto": "https"}
    assert await strict_transport(behind, dsn, PROXY, **tls) == "max-age=31536000"
    assert await strict_transport(behind, dsn, PROXY, **{"X-Forwarded-Proto": "http"}) is None
    assert await strict_transport(behind, dsn, PROXY) is None
    assert await strict_transport(behind, dsn, STRANGER, **tls) is None
    assert await strict_transport(settings, dsn, ("127.0.0.1", 4000), **tls) is None


@pytest.mark.parametrize(("seconds", "expected"), [(0, None), (600, "max-age=600")])
async def test_how_long_is_the_operators_choice(
    settings: Settings, dsn: str, seconds: int, expected: str | None
) -> None:
    application = service(settings.model_copy(update={"hsts_seconds": seconds}), dsn)
    transport = httpx.ASGITransport(application)
    async with (
        application.router.lifespan_context(application),
        httpx.AsyncClient(transport=transport, base_url="https://watchkeeper.test") as client,
    ):
        answer = await client.get("/health")
    assert answer.headers.get("strict-transport-security") == expected
