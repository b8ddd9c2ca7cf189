"""Limits of requests: who is counted together, what the headers tell, and what is refused."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
from pydantic import SecretStr

from tests.support.accounts import PASSWORD
from tests.support.limits import ELSEWHERE, HERE, LimitedService, limit_headers, limited_service
from tests.support.problems import problem_of
from watchkeeper.configs.settings import MetricsSettings
from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.logics.identity.secret_texts import APPLICATION_TOKENS
from watchkeeper.models.types.identity.secret_claims import SecretClaims

LIMITS = {"reads": "5/hour", "writes": "40/hour", "registration": "20/hour"}
GENRES = "/genres"


@pytest.fixture
async def service(dsn: str, empty_tables: None) -> AsyncIterator[LimitedService]:
    async with limited_service(dsn, LIMITS) as service:
        yield service


async def read(client: httpx.AsyncClient, times: int = 1) -> list[int]:
    return [(await client.get(GENRES)).status_code for _ in range(times)]


async def test_answers_tell_what_is_left(service: LimitedService) -> None:
    told = [limit_headers(await service.client().get(GENRES)) for _ in range(5)]
    assert [one.pop("Remaining") for one in told] == ["4", "3", "2", "1", "0"]
    assert told == [{"Limit": "5", "Reset": "3600", "Policy": "5;w=3600"}] * 5


async def test_request_too_many_is_refused_until_the_reset(service: LimitedService) -> None:
    client = service.client()
    await read(client, 5)
    service.clock.now += 1000.5

    rejected = await client.get(GENRES)
    problem_of(rejected, 429, "rate_limited")
    assert rejected.headers["Retry-After"] == "2600"
    assert limit_headers(rejected) == {"Limit": "5", "Remaining": "0", "Reset": "2600", "Policy": "5;w=3600"}

    service.clock.now += 2599
    assert await read(client) == [429]
    service.clock.now += 1
    assert await read(client, 6) == [200] * 5 + [429]


@pytest.mark.parametrize(
    ("method", "path", "request_parts", "status"),
    [
        ("GET", "/genres/0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b", {}, 404),
        ("GET", "/genres/nothing", {}, 422),
        ("GET", "/genres?q=%ff", {}, 422),
        ("GET", "/watchlist", {}, 401),
        ("GET", "/watchlist", {"headers": {"Authorization": "Bearer nonsense"}}, 401),
        ("GET", "/nothing", {}, 404),
        ("HEAD", "/genres", {}, 200),
        ("POST", "/auth/me", {}, 405),
        ("POST", "/auth/login", {"json": {}}, 422),
        ("POST", "/auth/login", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 422),
        ("POST", "/auth/login", {"json": {"username": "nobody", "password": "wrong"}}, 401),
        ("POST", "/auth/token", {"data": {"grant_type": "magic"}}, 400),
        ("POST", "/auth/register", {"content": b"x"}, 415),
        ("POST", "/auth/register", {"content": b"x" * (1024 * 1024 + 1)}, 413),
        ("GET", "/genres", {"headers": {"Host": "elsewhere.example"}}, 400),
    ],
)
async def test_errors_tell_it_too(
    dsn: str, empty_tables: None, method: str, path: str, request_parts: dict[str, Any], status: int
) -> None:
    async with limited_service(dsn, LIMITS, trusted_hosts=["watchkeeper.test"]) as service:
        answer = await service.client().request(method, path, **request_parts)
        assert answer.status_code == status
        assert set(limit_headers(answer)) == {"Limit", "Remaining", "Reset", "Policy"}


async def test_failure_of_the_service_tells_it_too(service: LimitedService) -> None:
    service.application.state.container.genre_controller()._logic = object()
    answer = await service.client().get(GENRES)
    assert answer.status_code == 500
    assert limit_headers(answer)["Remaining"] == "4"


async def test_unchanged_answer_tells_it_too(service: LimitedService) -> None:
    tag = (await service.client().get(GENRES)).headers["ETag"]
    answer = await service.client().get(GENRES, headers={"If-None-Match": tag})
    assert (answer.status_code, limit_headers(answer)["Remaining"]) == (304, "3")


@pytest.mark.parametrize("path", ["/health", "/ready", "/docs", "/openapi.json"])
async def test_health_and_pages_are_never_refused(service: LimitedService, path: str) -> None:
    client = service.client()
    await read(client, 6)
    answers = [await client.get(f"http://watchkeeper.test{path}") for _ in range(6)]
    assert {answer.status_code for answer in answers} == {200}
    assert limit_headers(answers[0]) == {}


async def test_reads_and_writes_are_counted_apart(service: LimitedService) -> None:
    client = service.client()
    await read(client, 6)
    assert (await client.post("/auth/logout", json={"refresh_token": "x"})).status_code == 204


async def test_addresses_are_counted_apart(service: LimitedService) -> None:
    await read(service.client(HERE), 6)
    assert await read(service.client(ELSEWHERE)) == [200]


async def test_addresses_of_one_ipv6_subscriber_are_counted_together(service: LimitedService) -> None:
    addresses = [f"2001:db8:1:2::{number:x}" for number in range(6)]
    assert [(await read(service.client(address)))[0] for address in addresses] == [200] * 5 + [429]
    assert await read(service.client("2001:db8:1:3::1")) == [200]


async def test_accounts_are_counted_apart_from_each_other_and_from_their_address(service: LimitedService) -> None:
    ada, bob = await service.person("ada"), await service.person("bob")
    assert await read(ada, 6) == [200] * 5 + [429]
    assert await read(bob) == [200]
    assert await read(service.client()) == [200]


ANONYMOUS = {"anonymous_reads": "2/hour", "anonymous_writes": "3/hour", "anonymous_discovery": "4/hour"}


@pytest.mark.parametrize(
    ("method", "path", "limit", "own"),
    [
        ("GET", "/genres", "2", "5"),
        ("POST", "/auth/logout", "3", "40"),
        ("GET", "/movies/search?query=heat", "4", "30"),
        ("POST", "/titles/import", "7", "7"),
    ],
)
async def test_callers_without_an_account_have_limits_of_their_own(
    dsn: str, empty_tables: None, method: str, path: str, limit: str, own: str
) -> None:
    limits = LIMITS | ANONYMOUS | {"discovery": "30/hour", "imports": "7/hour"}
    async with limited_service(dsn, limits) as service:
        ada = await service.person("ada")
        answers = [await service.client().request(method, path) for _ in range(int(limit) + 1)]
        assert [answer.status_code for answer in answers].index(429) == int(limit)
        assert limit_headers(answers[0]) == {
            "Limit": limit,
            "Remaining": str(int(limit) - 1),
            "Reset": "3600",
            "Policy": f"{limit};w=3600",
        }
        assert limit_headers(await ada.request(method, path))["Limit"] == own


async def test_sign_ins_count_as_writes_of_their_address_also_with_a_token(dsn: str, empty_tables: None) -> None:
    async with limited_service(dsn, LIMITS | {"anonymous_writes": "3/hour"}) as service:
        ada = await service.person("ada")
        body = {"username": "nobody", "password": "wrong"}
        statuses = [(await ada.post("/auth/login", json=body)).status_code for _ in range(4)]
        assert statuses == [401, 401, 401, 429]
        assert (await ada.post("/auth/logout", json={"refresh_token": "x"})).status_code == 204


async def test_account_is_counted_together_wherever_it_calls_from(service: LimitedService) -> None:
    here = await service.person("ada")
    token = here.headers["Authorization"].removeprefix("Bearer ")
    await read(here, 5)
    assert await read(service.client(ELSEWHERE, token)) == [429]


async def test_account_is_counted_together_over_its_application_tokens(service: LimitedService) -> None:
    ada = await service.person("ada")
    body = {"name": "A script", "scopes": ["read"], "password": PASSWORD}
    tokens = [(await ada.post("/auth/tokens", json=body)).json()["token"] for _ in range(2)]
    for token in (*tokens, *tokens):
        assert await read(service.client(ELSEWHERE, token)) == [200]
    assert await read(ada, 2) == [200, 429]
    assert await read(service.client(HERE, tokens[0])) == [429]
    assert await read(service.client(ELSEWHERE), 6) == [200] * 5 + [429]


async def test_made_up_application_token_is_counted_by_its_address(service: LimitedService) -> None:
    made_up = APPLICATION_TOKENS.new(uuid4(), uuid4())
    assert await read(service.client(HERE, made_up), 6) == [200] * 5 + [429]
    assert await read(service.client(HERE)) == [429]


class AwayStates:
    """Can't ask the database."""

    async def find_token_state(self, claims: SecretClaims) -> None:
        raise DatabaseUnavailableError


async def test_application_token_is_counted_by_its_address_while_the_database_is_away(
    dsn: str, empty_tables: None
) -> None:
    async with limited_service(dsn, LIMITS, replaced={"account_states": AwayStates()}) as service:
        client = service.client(HERE, APPLICATION_TOKENS.new(uuid4(), uuid4()))
        problem_of(await client.get("/watchlist"), 503, "database_unavailable")
        assert await read(service.client(HERE), 5) == [200] * 4 + [429]


async def test_token_that_is_not_genuine_is_counted_by_its_address(service: LimitedService) -> None:
    tokens = [f"{number}.made.up" for number in range(6)]
    statuses = [(await service.client(HERE, token).get("/auth/me")).status_code for token in tokens]
    assert statuses == [401] * 5 + [429]


async def test_requests_at_the_same_moment_are_no_more_than_the_limit(service: LimitedService) -> None:
    answers = await asyncio.gather(*(service.client().get(GENRES) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [429] * 15


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Client-IP", "True-Client-IP"])
@pytest.mark.parametrize("address", [HERE, "127.0.0.1", "::1"])
async def test_header_of_a_stranger_does_not_change_who_is_counted(
    service: LimitedService, address: str, name: str
) -> None:
    client = service.client(address)
    answers = [await client.get(GENRES, headers={name: f"198.51.100.{number}"}) for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


async def test_clients_behind_a_trusted_proxy_are_counted_apart(dsn: str, empty_tables: None) -> None:
    async with limited_service(dsn, LIMITS, trusted_proxies=["10.0.0.0/8"]) as service:
        proxy = service.client("10.0.0.5")
        spoofed = [f"203.0.113.{number}, {HERE}, 10.0.0.7" for number in range(6)]
        answers = [await proxy.get(GENRES, headers={"X-Forwarded-For": chain}) for chain in spoofed]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        assert (await proxy.get(GENRES, headers={"X-Forwarded-For": ELSEWHERE})).status_code == 200
        assert await read(service.client(HERE)) == [429]


@pytest.mark.parametrize(
    "path",
    [
        "/auth/login",
        "/auth/login/",
        "/auth/login?x=1",
        "/auth/log%69n",
        "/auth/token",
        "/auth/token/",
    ],
)
async def test_other_spelling_of_a_path_is_no_way_around(dsn: str, empty_tables: None, path: str) -> None:
    limits = {"login_address": "3/hour", "login_account": "unlimited", "login_anywhere": "unlimited"}
    async with limited_service(dsn, limits) as service:
        for number in range(3):
            assert (await service.log_in(f"nobody-{number}")).status_code == 401
        credentials = {"grant_type": "password", "username": "nobody", "password": "wrong"}
        parts: dict[str, Any] = {"data": credentials} if path.rstrip("/").endswith("oken") else {"json": credentials}
        assert (await service.client().post(path, **parts)).status_code == 429


async def test_refused_request_reaches_neither_password_nor_database(service: LimitedService) -> None:
    await read(service.client(), 5)
    service.application.state.container.genre_controller()._logic = None
    assert await read(service.client()) == [429]


async def test_refusal_is_never_the_answer_of_a_key(dsn: str, empty_tables: None) -> None:
    async with limited_service(dsn, LIMITS | {"writes": "2/hour"}) as service:
        ada = await service.person("ada")
        media = {"source": "imdb", "media_type": "movie", "title": "Heat"}
        entries = [{"media": media | {"external_id": number}} for number in ("tt1", "tt2", "tt3")]
        assert [(await ada.post("/watchlist", json=entry)).status_code for entry in entries[:2]] == [201, 201]
        key = {"Idempotency-Key": "third"}
        problem_of(await ada.post("/watchlist", json=entries[2], headers=key), 429, "rate_limited")
        service.clock.now += 3600
        answer = await ada.post("/watchlist", json=entries[2], headers=key)
        assert (answer.status_code, "idempotency-replayed" in answer.headers) == (201, False)


async def test_limits_switched_off_refuse_and_tell_nothing(dsn: str, empty_tables: None) -> None:
    async with limited_service(dsn, LIMITS | {"enabled": "false"}) as service:
        answers = [await service.client().get(GENRES) for _ in range(7)]
    assert {answer.status_code for answer in answers} == {200}
    assert limit_headers(answers[0]) == {}


async def test_service_whose_redis_is_away_answers_and_counts_that(dsn: str, empty_tables: None) -> None:
    limits = LIMITS | {"login_account": "2/hour"}
    away, metrics = SecretStr("redis://127.0.0.1:1/0"), MetricsSettings(port=1)
    async with limited_service(dsn, limits, redis_url=away, metrics=metrics) as service:
        answers = [await service.client().get(GENRES) for _ in range(7)]
        assert {answer.status_code for answer in answers} == {200}
        assert limit_headers(answers[0]) == {}
        assert [(await service.log_in("ada")).status_code for _ in range(3)] == [401, 401, 429]
        shown = service.application.state.container.metrics().registry.get_sample_value
        decisions = "watchkeeper_limit_decisions_total"
        assert shown(decisions, {"policy": "reads", "outcome": "unreachable"}) == 7
        assert shown(decisions, {"policy": "login-account", "outcome": "rejected"}) == 1


async def test_audit_trail_names_the_client_behind_a_trusted_proxy(
    dsn: str, empty_tables: None, connection: asyncpg.Connection
) -> None:
    async with limited_service(dsn, LIMITS, trusted_proxies=["10.0.0.0/8"]) as service:
        credentials = {"username": "nobody", "password": "wrong"}
        forwarded = {"X-Forwarded-For": f"203.0.113.1, {ELSEWHERE}"}
        await service.client("10.0.0.5").post("/auth/login", json=credentials, headers=forwarded)
    assert str(await connection.fetchval("SELECT client_address FROM audit_log")) == ELSEWHERE
