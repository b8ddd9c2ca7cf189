"""What is counted of requests, pool and passwords, and that it is shown elsewhere than to the public."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.support.accounts import PASSWORD, Accounts
from tests.support.observation import client_of, registry_of, running
from tests.support.problems import problem_of
from watchkeeper import __version__
from watchkeeper.configs.observability import RuntimeMetricsSampler
from watchkeeper.configs.settings import MetricsSettings, Settings
from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.core.lifecycle import Lifecycle
from watchkeeper.foundation.http.middleware.request_cycle import ResponsePolicy
from watchkeeper.foundation.http.middleware.request_middleware import RequestMiddleware
from watchkeeper.foundation.http.middleware.security_headers import SecurityHeaders
from watchkeeper.foundation.observability.prometheus_metrics import PrometheusMetrics
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.rate_limiting.concurrency import ConcurrencyLimiter
from watchkeeper.repositories.identity.adapters.password_bcrypt_adapter import BcryptPasswordHasher

ANONYMOUS = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"


@pytest.fixture
async def metered(settings: Settings, dsn: str, empty_tables: None) -> AsyncIterator[FastAPI]:
    async with running(settings, dsn, metrics=MetricsSettings(port=9100)) as application:
        yield application


@pytest.fixture
async def http(metered: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(metered) as client:
        yield client


def counted(application: FastAPI, name: str, **labels: str) -> float | None:
    return registry_of(application).get_sample_value(f"watchkeeper_{name}", labels)


@pytest.mark.parametrize(
    ("method", "address", "route", "status"),
    [
        ("GET", "/api/v1/genres", "/api/v1/genres", "200"),
        ("HEAD", "/api/v1/genres", "/api/v1/genres", "200"),
        ("GET", f"/api/v1/titles/{ANONYMOUS}", "/api/v1/titles/{title_id}", "404"),
        ("GET", "/api/v1/titles/not-an-id", "/api/v1/titles/{title_id}", "422"),
        ("GET", "/api/v1/watchlist?q=secret", "/api/v1/watchlist", "401"),
        ("GET", "/nowhere/at-all", "none", "404"),
        ("BREW", "/nowhere", "none", "404"),
    ],
)
async def test_request_is_counted_by_method_template_and_status(
    method: str, address: str, route: str, status: str, metered: FastAPI, http: httpx.AsyncClient
) -> None:
    await http.request(method, address)
    shown = method if method != "BREW" else "OTHER"
    assert counted(metered, "requests_total", method=shown, route=route, status=status) == 1
    assert counted(metered, "request_seconds_count", method=shown, route=route) == 1


async def test_answer_to_a_browser_asking_first_is_counted_too(settings: Settings, dsn: str) -> None:
    changed = {"metrics": MetricsSettings(port=9100), "cors_allowed_origins": ["https://app.example.com"]}
    async with running(settings, dsn, **changed) as application, client_of(application) as http:
        asking = {"Origin": "https://app.example.com", "Access-Control-Request-Method": "GET"}
        answer = await http.options("/api/v1/titles", headers=asking)
        assert answer.status_code == 204
        assert counted(application, "requests_total", method="OPTIONS", route="none", status="204") == 1


async def test_no_label_holds_what_a_client_wrote(metered: FastAPI, http: httpx.AsyncClient) -> None:
    for number in range(20):
        await http.get(f"/marked-{number}", params={"marked": "marked"}, headers={"X-Request-ID": "marked"})
        await http.request(f"MARKED{number}", "/api/v1/genres")
    families = [family for family in registry_of(metered).collect() if family.name == "watchkeeper_requests"]
    shown = [sample.labels for family in families for sample in family.samples if sample.name.endswith("_total")]
    assert {(one["method"], one["route"], one["status"]) for one in shown} == {
        ("GET", "none", "404"),
        ("OTHER", "/api/v1/genres", "405"),
    }


async def test_metrics_are_not_on_the_public_port(client: httpx.AsyncClient, http: httpx.AsyncClient) -> None:
    for public in (client, http):
        assert problem_of(await public.get("/metrics"), 404)["code"] == "route_not_found"


async def test_requests_under_way_are_counted_until_they_end(metered: FastAPI) -> None:
    inside, may_leave = asyncio.Event(), asyncio.Event()

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        inside.set()
        await may_leave.wait()
        raise ConnectionResetError

    meter = metered.state.container.metrics()

    async def unused(*_: Any) -> Any:
        raise AssertionError

    border = RequestMiddleware(slow, ResponsePolicy(SecurityHeaders(0), Lifecycle(), body_seconds=1), meter)
    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    request = asyncio.create_task(border(scope, unused, unused))
    await inside.wait()
    meter.show_requests()
    assert counted(metered, "requests_in_progress") == 1
    may_leave.set()
    with pytest.raises(ConnectionResetError):
        await request
    meter.show_requests()
    assert counted(metered, "requests_in_progress") == 0
    assert counted(metered, "requests_total", method="GET", route="none", status="0") == 1


async def test_waiting_for_a_connection_is_measured_and_waiting_in_vain_counted(dsn: str) -> None:
    metrics = PrometheusMetrics(version="1")
    database = Database(DatabaseOptions(dsn, pool_size=1, pool_wait_seconds=0.1), metrics=metrics)
    try:
        async with database.connection():
            metrics.show_pool(database.pool.state())
            with pytest.raises(DatabaseUnavailableError):
                async with database.connection():
                    raise AssertionError
    finally:
        await database.close()
    shown = metrics.registry.get_sample_value
    assert shown("watchkeeper_pool_wait_seconds_count") == 1
    assert shown("watchkeeper_pool_timeouts_total") == 1
    assert shown("watchkeeper_pool_connections", {"state": "in_use"}) == 1
    assert shown("watchkeeper_pool_connections", {"state": "idle"}) == 0
    assert (shown("watchkeeper_pool_size"), shown("watchkeeper_pool_waiting")) == (1, 0)


async def test_event_loop_pool_and_passwords_are_sampled(dsn: str) -> None:
    metrics = PrometheusMetrics(version="1")
    database = Database(DatabaseOptions(dsn, pool_size=3))
    concurrency, hasher = ConcurrencyLimiter(1), BcryptPasswordHasher(rounds=4)
    signs = RuntimeMetricsSampler(
        metrics=metrics, pool=database.pool, concurrency=concurrency, hasher=hasher, lag_seconds=0
    )
    hashing = asyncio.create_task(hasher.hash("correct horse"))
    await asyncio.sleep(0)
    for _ in range(3):
        await signs.sample()
    await hashing
    assert metrics.registry.get_sample_value("watchkeeper_event_loop_lag_seconds_count") == 3
    assert metrics.registry.get_sample_value("watchkeeper_pool_size") == 3
    assert metrics.registry.get_sample_value("watchkeeper_password_hashings") in (0, 1)
    assert metrics.registry.get_sample_value("watchkeeper_writes_waiting") == 0
    await database.close()


async def test_service_samples_and_says_what_it_is(metered: FastAPI) -> None:
    assert [task.get_name() for task in asyncio.all_tasks()].count("runtime-metrics") == 1
    builds = [family for family in registry_of(metered).collect() if family.name == "watchkeeper_build_info"]
    assert [sample.labels["version"] for sample in builds[0].samples] == [__version__]


async def test_nothing_is_sampled_without_metrics(application: FastAPI) -> None:
    assert "runtime-metrics" not in [task.get_name() for task in asyncio.all_tasks()]


def test_limiter_cache_and_providers_have_their_series() -> None:
    metrics = PrometheusMetrics(version="1")
    metrics.count_limit("login", "rejected")
    metrics.count_limit("login", "rejected")
    metrics.count_cache("titles", "hit")
    metrics.observe_upstream("tmdb", "timeout", 8.0)
    metrics.show_breaker("tmdb", "open")
    shown = metrics.registry.get_sample_value
    assert shown("watchkeeper_limit_decisions_total", {"policy": "login", "outcome": "rejected"}) == 2
    assert shown("watchkeeper_cache_lookups_total", {"area": "titles", "outcome": "hit"}) == 1
    assert shown("watchkeeper_upstream_seconds_count", {"provider": "tmdb", "outcome": "timeout"}) == 1
    assert shown("watchkeeper_upstream_breaker_state", {"provider": "tmdb"}) == 2


async def test_signing_in_is_counted_like_everything_else(metered: FastAPI, http: httpx.AsyncClient) -> None:
    person = await Accounts(metered).person()
    await http.post("/api/v1/auth/login", json={"username": person.username, "password": PASSWORD})
    login = {"method": "POST", "route": "/api/v1/auth/login", "status": "200"}
    assert counted(metered, "requests_total", **login) == 1
