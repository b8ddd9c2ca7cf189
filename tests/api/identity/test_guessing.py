"""Passwords can't be guessed, by one address or by many, and nobody can lock somebody else out."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.accounts import PASSWORD
from tests.support.limits import ELSEWHERE, HERE, LimitedService, limit_headers, limited_service
from tests.support.problems import problem_of

LIMITS = {"login_account": "3/minute", "login_anywhere": "5/hour", "login_address": "20/minute"}
KNOWN = "203.0.113.99"  # where people of these tests sign in first


class CountingHasher:
    """Finds every password wrong, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def hash(self, password: str) -> str:
        self.asked += 1
        return password

    async def verify(self, password: str, hashed: str | None) -> bool:
        del password, hashed
        self.asked += 1
        return False


@pytest.fixture
async def service(dsn: str, empty_tables: None) -> AsyncIterator[LimitedService]:
    async with limited_service(dsn, LIMITS) as service:
        yield service


async def guess(service: LimitedService, name: str, times: int, address: str = HERE) -> list[int]:
    return [(await service.log_in(name, address=address)).status_code for _ in range(times)]


@pytest.mark.parametrize("name", ["ada", "nobody-of-this-name"])
async def test_guesses_from_one_address_end_soon_whether_or_not_the_account_exists(
    service: LimitedService, name: str
) -> None:
    await service.person("ada")
    assert await guess(service, name, 4) == [401, 401, 401, 429]
    refused = await service.log_in(name, PASSWORD)
    problem_of(refused, 429, "rate_limited")
    assert refused.headers["Retry-After"] == "60"
    assert limit_headers(refused) == {"Limit": "3", "Remaining": "0", "Reset": "60", "Policy": "3;w=60"}


async def test_guesses_at_the_page_count_with_the_others(service: LimitedService) -> None:
    await service.person("ada")
    assert await guess(service, "ada", 2) == [401, 401]
    page, body = service.client(), {"username": "ada", "password": "wrong password"}
    page.headers.update({"Origin": "http://watchkeeper.test", "X-Watchkeeper-Page": "1"})
    assert [(await page.post("/auth/session", json=body)).status_code for _ in range(2)] == [401, 429]


async def test_after_the_wait_the_right_password_is_let_in(service: LimitedService) -> None:
    await service.person("ada")
    await guess(service, "ada", 4)
    service.clock.now += 60
    assert (await service.log_in("ada", PASSWORD)).status_code == 200


@pytest.mark.parametrize("name", ["nobody", "ada"])
async def test_guesses_from_many_addresses_end_as_well(service: LimitedService, name: str) -> None:
    await service.person("ada")
    addresses = [f"198.51.100.{number}" for number in range(6)]
    assert [(await guess(service, name, 1, address))[0] for address in addresses] == [401] * 5 + [429]


async def test_strangers_do_not_lock_out_who_has_signed_in_from_there_before(service: LimitedService) -> None:
    await service.person("ada")
    for number in range(10):
        await service.log_in("ada", address=f"198.51.100.{number}")
    assert (await service.log_in("ada", PASSWORD, KNOWN)).status_code == 200
    assert (await service.log_in("ada", PASSWORD, HERE)).status_code == 429


async def test_one_name_guessed_does_not_disturb_another(service: LimitedService) -> None:
    await service.person("bob")
    await guess(service, "ada", 4)
    assert (await service.log_in("bob", PASSWORD)).status_code == 200


@pytest.mark.parametrize("name", ["ADA", " ada ", "\uff41da", "Ada"])
async def test_other_spelling_of_a_name_is_no_way_around(service: LimitedService, name: str) -> None:
    await guess(service, "ada", 3)
    assert await guess(service, name, 1) == [429]


async def test_form_of_oauth_is_no_way_around(service: LimitedService) -> None:
    await guess(service, "ada", 3)
    form = {"grant_type": "password", "username": "ada", "password": "wrong"}
    problem_of(await service.client().post("/auth/token", data=form), 429, "rate_limited")


@dataclass(frozen=True)
class Way:
    """A way to try a password of Ada."""

    method: str
    path: str
    sent: str
    body: dict[str, Any]


NAMES = ({"username": "ada"}, {"username": "ADA@example.com"})
WAYS = [
    *(Way("POST", "/auth/login", "json", name | {"password": "wrong"}) for name in NAMES),
    *(Way("POST", "/auth/token", "data", name | {"password": "wrong", "grant_type": "password"}) for name in NAMES),
    Way("POST", "/auth/change-password", "json", {"current_password": "wrong", "new_password": "quite another phrase"}),
    Way("DELETE", "/auth/me", "json", {"password": "wrong"}),
    Way("POST", "/auth/tokens", "json", {"name": "mine", "scopes": ["read"], "password": "wrong"}),
]


@pytest.mark.parametrize("at_once", [True, False])
async def test_ways_to_guess_the_password_of_an_account_share_one_allowance(
    dsn: str, empty_tables: None, *, at_once: bool
) -> None:
    async with limited_service(dsn, {"login_account": "6/minute"}) as service:
        ada = await service.person("ada")

        async def guess_by(way: Way) -> int:
            sent: dict[str, Any] = {way.sent: way.body}
            return (await ada.request(way.method, way.path, **sent)).status_code

        guesses = [guess_by(way) for way in WAYS * 2]
        statuses = await asyncio.gather(*guesses) if at_once else [await one for one in guesses]
        assert Counter(status == 429 for status in statuses) == {False: 6, True: 8}
        assert (await service.log_in("ada@example.com", PASSWORD)).status_code == 429
        assert (await service.log_in("ada", PASSWORD, KNOWN)).status_code == 200


async def test_signing_in_rightly_uses_nothing_up(service: LimitedService) -> None:
    await service.person("ada")
    answers = [await service.log_in("ada", PASSWORD) for _ in range(10)]
    assert {answer.status_code for answer in answers} == {200}
    assert limit_headers(answers[-1])["Remaining"] == "3"


async def test_guesses_at_the_same_moment_are_no_more_than_the_limit(service: LimitedService) -> None:
    answers = await asyncio.gather(*(service.log_in("ada") for _ in range(15)))
    assert sorted(answer.status_code for answer in answers) == [401] * 3 + [429] * 12


async def test_malformed_requests_are_no_guesses(service: LimitedService) -> None:
    for _ in range(25):
        assert (await service.client().post("/auth/login", json={"username": "ada"})).status_code == 422
    assert await guess(service, "ada", 1) == [401]


async def test_refused_guess_costs_no_hashing(dsn: str, empty_tables: None) -> None:
    hasher = CountingHasher()
    async with limited_service(dsn, LIMITS, replaced={"hasher": hasher}) as service:
        assert await guess(service, "ada", 6) == [401] * 3 + [429] * 3
    assert hasher.asked == 3


async def test_many_names_from_one_address_end_too(service: LimitedService) -> None:
    statuses = [(await guess(service, f"person-{number}", 1))[0] for number in range(21)]
    assert statuses == [401] * 20 + [429]
    assert await guess(service, "person-0", 1, ELSEWHERE) == [401]


async def test_refused_guesses_count_for_their_address(service: LimitedService) -> None:
    await guess(service, "ada", 20)
    assert await guess(service, "bob", 1) == [429]


async def test_refresh_tokens_that_are_wrong_count_for_their_address(service: LimitedService) -> None:
    body = {"refresh_token": "made.up.token"}
    statuses = [(await service.client().post("/auth/refresh", json=body)).status_code for _ in range(21)]
    assert statuses == [401] * 20 + [429]


async def test_refreshing_rightly_uses_nothing_up(service: LimitedService) -> None:
    await service.person("ada")
    tokens = (await service.log_in("ada", PASSWORD)).json()
    for _ in range(25):
        answer = await service.client().post("/auth/refresh", json={"refresh_token": tokens["refresh_token"]})
        assert answer.status_code == 200
        tokens = answer.json()


@pytest.mark.parametrize("act", ["change", "delete"])
async def test_thief_of_a_token_can_not_guess_the_password(service: LimitedService, act: str) -> None:
    ada = await service.person("ada")

    async def attempt() -> int:
        if act == "delete":
            return (await ada.request("DELETE", "/auth/me", json={"password": "wrong"})).status_code
        body = {"current_password": "wrong", "new_password": "a longer and better passphrase"}
        return (await ada.post("/auth/change-password", json=body)).status_code

    assert [await attempt() for _ in range(4)] == [401, 401, 401, 429]
    assert (await service.log_in("ada", PASSWORD)).status_code == 429
    assert (await service.log_in("ada", PASSWORD, KNOWN)).status_code == 200


async def test_accounts_from_one_address_are_bounded(dsn: str, empty_tables: None) -> None:
    async with limited_service(dsn, {"registration": "3/hour"}) as service:
        statuses = [(await service.register(f"person-{number}")).status_code for number in range(4)]
        assert statuses == [201, 201, 201, 429]
        assert (await service.register("somebody-else", ELSEWHERE)).status_code == 201


async def test_probing_of_a_name_from_many_addresses_is_bounded(service: LimitedService) -> None:
    await service.register("ada", KNOWN)
    addresses = [f"198.51.100.{number}" for number in range(6)]
    statuses = [(await service.register("ADA", address)).status_code for address in addresses]
    assert statuses == [409] * 5 + [429]


@pytest.mark.parametrize(
    ("spoilt", "refusal"),
    [
        ({"password": "grace-grace"}, 422),
        ({"password": "short"}, 422),
        ({"email": "ada@example.com"}, 409),
        ({"email": "nobody"}, 422),
        ({"username": "ada"}, 409),
    ],
)
async def test_sign_ups_that_could_not_succeed_use_up_nothing_of_the_honest_one(
    service: LimitedService, spoilt: dict[str, str], refusal: int
) -> None:
    await service.register("ada", KNOWN)
    honest = {"username": "grace-grace", "email": "grace@example.com", "password": PASSWORD}
    for number in range(8):
        answer = await service.client(f"198.51.100.{number}").post("/auth/register", json=honest | spoilt)
        assert answer.status_code in (refusal, 429), answer.text
    assert (await service.client(HERE).post("/auth/register", json=honest)).status_code == 201
