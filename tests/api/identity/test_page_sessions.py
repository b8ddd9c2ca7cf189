"""The page signs in by a cookie, and whatever else on the same machine or domain can't use it."""

from datetime import timedelta
from http.cookies import Morsel, SimpleCookie

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.problems import problem_of
from watchkeeper.configs.container import Container

SESSION = "/api/v1/auth/session"
ME = "/api/v1/auth/me"
OWN = "http://watchkeeper.test"
PAGE = {"Origin": OWN, "X-Watchkeeper-Page": "1"}
NEW_PASSWORD = "battery staple of horses"


async def signed_in(
    accounts: Accounts, person: Person, *, remember: bool = False
) -> tuple[httpx.AsyncClient, Morsel[str]]:
    """Return a browser that the person has signed in with, and its cookie."""
    browser = accounts.client()
    body = {"username": person.username, "password": PASSWORD, "remember": remember}
    answer = await browser.post(SESSION, json=body, headers=PAGE)
    assert answer.status_code == 200, answer.text
    assert answer.json()["id"] == str(person.id)
    return browser, cookie_of(answer)


def cookie_of(answer: httpx.Response) -> Morsel[str]:
    cookies = SimpleCookie(answer.headers["set-cookie"])
    (cookie,) = cookies.values()
    return cookie


async def test_browser_is_signed_in_by_a_cookie_that_no_script_reads(accounts: Accounts) -> None:
    person = await accounts.person()
    browser, cookie = await signed_in(accounts, person)
    assert cookie.key.startswith("wk_session_")
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "strict", "/api/v1")
    assert (cookie["secure"], cookie["max-age"], cookie["domain"]) == ("", "", "")
    answer = await browser.get(ME)
    assert (answer.status_code, answer.json()["id"]) == (200, str(person.id))
    assert "access-control-allow-credentials" not in answer.headers


async def test_page_learns_who_is_signed_in_without_a_failure(accounts: Accounts) -> None:
    person = await accounts.person()
    browser, cookie = await signed_in(accounts, person)
    for client, user_id in ((browser, str(person.id)), (person.http, str(person.id)), (accounts.client(), None)):
        answer = await client.get(SESSION)
        user = answer.json()["user"]
        assert (answer.status_code, user and user["id"]) == (200, user_id)
        assert answer.headers["cache-control"].startswith("private")
    assert (await browser.delete(SESSION, headers=PAGE)).status_code == 204
    stale = await accounts.client().get(SESSION, headers={"Cookie": f"{cookie.key}={cookie.value}"})
    assert (stale.status_code, stale.json()) == (200, {"user": None})
    refused = await accounts.client().get(SESSION, headers={"Authorization": "Bearer nonsense"})
    problem_of(refused, 401, "invalid_token")


async def test_remembered_session_lasts_ninety_days(accounts: Accounts) -> None:
    _browser, cookie = await signed_in(accounts, await accounts.person(), remember=True)
    assert 0 <= 90 * 24 * 3600 - int(cookie["max-age"]) < 60


@pytest.mark.parametrize(
    ("prefix", "name", "path"), [("", "__Host-wk_session_", "/"), ("/wk", "wk_session_", "/wk/api/v1")]
)
async def test_cookie_is_secure_by_https(
    prefix: str, name: str, path: str, accounts: Accounts, application: FastAPI
) -> None:
    person = await accounts.person()
    transport = httpx.ASGITransport(application, root_path=prefix)
    async with httpx.AsyncClient(transport=transport, base_url="https://films.test") as browser:
        headers = PAGE | {"Origin": "https://films.test"}
        body = {"username": person.username, "password": PASSWORD}
        cookie = cookie_of(await browser.post(SESSION, json=body, headers=headers))
        assert cookie.key.startswith(name)
        assert (cookie["secure"], cookie["path"]) == (True, path)
        sent = {"Cookie": f"{cookie.key}={cookie.value}"}
        assert (await browser.get(ME, headers=sent)).status_code == 200
        plain = {"Cookie": f"{cookie.key.removeprefix('__Host-')}={cookie.value}"}
        assert (await browser.get(ME, headers=plain)).status_code == (200 if prefix else 401)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Watchkeeper-Page": "1"},
        {"Origin": OWN},
        {"Origin": OWN, "X-Watchkeeper-Page": "0"},
        {"Origin": "null", "X-Watchkeeper-Page": "1"},
        {"Origin": "http://sub.watchkeeper.test", "X-Watchkeeper-Page": "1"},
        {"Origin": "http://watchkeeper.test:8080", "X-Watchkeeper-Page": "1"},
        {"Origin": "http://watchkeeper.test.evil.example", "X-Watchkeeper-Page": "1"},
        {"Origin": "http://[", "X-Watchkeeper-Page": "1"},
    ],
)
async def test_others_can_neither_write_nor_sign_in(headers: dict[str, str], accounts: Accounts) -> None:
    person = await accounts.person()
    browser, _cookie = await signed_in(accounts, person)
    for method, path, body in (
        ("PATCH", ME, {"first_name": "Eve"}),
        ("POST", "/api/v1/watchlist", {}),
        ("DELETE", SESSION, None),
        ("POST", SESSION, {"username": person.username, "password": PASSWORD}),
    ):
        answer = await browser.request(method, path, json=body, headers=headers)
        problem_of(answer, 403, "origin_not_allowed")
    assert (await browser.get(ME, headers=headers)).json()["first_name"] is None


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (OWN, "watchkeeper.test:80"),
        ("http://Watchkeeper.test:80", "watchkeeper.test"),
        ("https://watchkeeper.test", "watchkeeper.test"),  # a proxy ends TLS and does not say so
        ("http://192.168.1.5:8100", "192.168.1.5:8100"),
        ("http://[fe80::1]:8100", "[fe80::1]:8100"),
    ],
)
async def test_page_may_write(origin: str, host: str, accounts: Accounts) -> None:
    browser, cookie = await signed_in(accounts, await accounts.person())
    headers = PAGE | {"Origin": origin, "Host": host, "Cookie": f"{cookie.key}={cookie.value}"}
    answer = await browser.patch(ME, json={"first_name": "Ada"}, headers=headers)
    assert (answer.status_code, answer.json()["first_name"]) == (200, "Ada")


async def test_access_token_counts_where_both_are_sent(accounts: Accounts) -> None:
    ada, eve = await accounts.person(), await accounts.person()
    browser, _cookie = await signed_in(accounts, ada)
    by_token = {"Authorization": ada.http.headers["Authorization"]}
    assert (await browser.patch(ME, json={"first_name": "Ada"}, headers=by_token)).status_code == 200
    of_another = {"Authorization": eve.http.headers["Authorization"]}
    for path in (ME, "/api/v1/titles"):
        problem_of(await browser.get(path, headers=of_another), 400, "two_accounts")
    problem_of(await browser.get(ME, headers={"Authorization": "Bearer no"}), 401, "invalid_token")


async def test_text_of_a_cookie_is_no_access_token(accounts: Accounts) -> None:
    _browser, cookie = await signed_in(accounts, await accounts.person())
    answer = await accounts.client().get(ME, headers={"Authorization": f"Bearer {cookie.value}"})
    problem_of(answer, 401, "invalid_token")


async def test_signing_out_ends_the_session_and_clears_the_cookie(accounts: Accounts) -> None:
    browser, cookie = await signed_in(accounts, await accounts.person())
    answer = await browser.delete(SESSION, headers=PAGE)
    assert answer.status_code == 204
    cleared = cookie_of(answer)
    assert (cleared.key, cleared.value, cleared["max-age"], cleared["path"]) == (cookie.key, "", "0", "/api/v1")
    stolen = {"Cookie": f"{cookie.key}={cookie.value}"}
    problem_of(await accounts.client().get(ME, headers=stolen), 401, "authentication_required")
    assert (await accounts.client().get("/api/v1/titles", headers=stolen)).status_code == 200


async def test_wrong_password_sets_no_cookie(accounts: Accounts) -> None:
    person = await accounts.person()
    body = {"username": person.username, "password": "wrong"}
    answer = await accounts.client().post(SESSION, json=body, headers=PAGE)
    problem_of(answer, 401, "invalid_credentials")
    assert "set-cookie" not in answer.headers


async def test_session_stands_among_the_others(accounts: Accounts) -> None:
    person = await accounts.person()
    browser, _cookie = await signed_in(accounts, person, remember=True)
    sessions = (await browser.get("/api/v1/auth/sessions")).json()["items"]
    assert [session["current"] for session in sessions] == [True, False]
    ended = await person.http.delete(f"/api/v1/auth/sessions/{sessions[0]['id']}")
    assert ended.status_code == 204
    assert (await browser.get(ME)).status_code == 401


async def test_changing_the_password_changes_the_cookie(accounts: Accounts) -> None:
    person = await accounts.person()
    browser, cookie = await signed_in(accounts, person, remember=True)
    other, _cookie = await signed_in(accounts, person)
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    headers = PAGE | {"Idempotency-Key": "change-once"}
    answer = await browser.post("/api/v1/auth/change-password", json=body, headers=headers)
    renewed = cookie_of(answer)
    assert (answer.status_code, renewed.key) == (204, cookie.key)
    assert renewed.value != cookie.value
    assert int(renewed["max-age"]) > 89 * 24 * 3600
    assert (await browser.get(ME)).status_code == 200
    assert (await other.get(ME)).status_code == 401
    old = {"Cookie": f"{cookie.key}={cookie.value}"}
    assert (await accounts.client().get(ME, headers=old)).status_code == 401


async def test_signing_in_again_ends_the_session_before(accounts: Accounts) -> None:
    person = await accounts.person()
    browser, first = await signed_in(accounts, person)
    body = {"email": person.email, "password": PASSWORD}
    second = cookie_of(await browser.post(SESSION, json=body, headers=PAGE))
    assert second.value != first.value
    old = {"Cookie": f"{first.key}={first.value}"}
    assert (await accounts.client().get(ME, headers=old)).status_code == 401


async def test_only_a_hash_of_the_cookie_is_stored(accounts: Accounts, connection: asyncpg.Connection) -> None:
    person = await accounts.person()
    _browser, cookie = await signed_in(accounts, person)
    rows = await connection.fetch("SELECT sessions::text AS text FROM sessions WHERE user_id = $1", person.id)
    assert not any(cookie.value in row["text"] for row in rows)


@pytest.mark.parametrize(
    ("remember", "set_back"), [(False, timedelta(hours=24)), (True, timedelta(days=30))], ids=["browser", "idle"]
)
async def test_session_ends(
    remember: bool, set_back: timedelta, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    browser, _cookie = await signed_in(accounts, person, remember=remember)
    statement = "UPDATE sessions SET expires_at = expires_at - $2::interval WHERE user_id = $1"
    await connection.execute(statement, person.id, set_back)
    assert (await browser.get(ME)).status_code == 401


async def test_use_prolongs_a_remembered_session_to_ninety_days(
    accounts: Accounts, connection: asyncpg.Connection, container: Container
) -> None:
    person = await accounts.person()
    for age, left in ((timedelta(days=10), 30), (timedelta(days=85), 5)):
        browser, _cookie = await signed_in(accounts, person, remember=True)
        statement = "UPDATE sessions SET created_at = created_at - $2::interval, rotated_at = rotated_at - $2::interval"
        await connection.execute(statement + " WHERE user_id = $1", person.id, age)
        assert (await browser.get(ME)).status_code == 200
        await container.page_uses().save()
        (session,) = [one for one in (await browser.get("/api/v1/auth/sessions")).json()["items"] if one["current"]]
        lasting = await connection.fetchval(
            "SELECT expires_at - last_used FROM (SELECT expires_at, rotated_at AS last_used FROM sessions"
            " WHERE id = $1::uuid) AS used",
            session["id"],
        )
        assert timedelta(days=left) - timedelta(minutes=1) < lasting <= timedelta(days=left)
        assert (await browser.delete(SESSION, headers=PAGE)).status_code == 204
