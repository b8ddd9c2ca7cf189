"""Who may sign up, and invitations: shown once, used as often as they say and no more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.audit import audit_rows
from tests.support.databases import SECRET
from tests.support.problems import problem_of
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import Settings
from watchkeeper.models.types.identity.registration import Registration

INVITATIONS = "/api/v1/invitations"


async def sign_up(client: httpx.AsyncClient, name: str, **more: Any) -> httpx.Response:
    body = {"username": name, "email": f"{name}@example.com", "password": PASSWORD} | more
    return await client.post("/api/v1/auth/register", json=body)


async def invite(admin: Person, **terms: Any) -> dict[str, Any]:
    answer = await admin.http.post(INVITATIONS, json=terms)
    assert answer.status_code == 201, answer.text
    created: dict[str, Any] = answer.json()
    return created


@asynccontextmanager
async def service(settings: Settings, dsn: str, registration: Registration) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a second service over the same database, where people sign up in this way."""
    chosen = settings.model_copy(update={"registration": registration})
    application = create_application(chosen, secret=SECRET, dsn=dsn)
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with (
        application.router.lifespan_context(application),
        httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test") as client,
    ):
        yield client


@pytest.fixture
async def by_invitation(settings: Settings, dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    async with service(settings, dsn, Registration.INVITATION) as client:
        yield client


async def test_closed_service_takes_nobody(settings: Settings, dsn: str, accounts: Accounts) -> None:
    code = (await invite(await accounts.admin()))["code"]
    async with service(settings, dsn, Registration.CLOSED) as client:
        problem_of(await sign_up(client, "ada"), 403, "registration_closed")
        problem_of(await sign_up(client, "ada", invitation=code), 403, "registration_closed")
        assert (await client.get("/api/v1/about")).json()["registration"] == "closed"


async def test_friend_with_an_invitation_signs_up_and_a_stranger_does_not(
    by_invitation: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    invitation = await invite(admin)
    problem_of(await sign_up(by_invitation, "ada"), 403, "invitation_invalid")
    problem_of(await sign_up(by_invitation, "ada", invitation="made up"), 403, "invitation_invalid")
    assert (await sign_up(by_invitation, "ada", invitation=invitation["code"])).status_code == 201
    problem_of(await sign_up(by_invitation, "bob", invitation=invitation["code"]), 403, "invitation_invalid")
    shown = (await admin.http.get(f"{INVITATIONS}/{invitation['id']}")).json()
    assert (shown["uses"], shown["used"]) == (1, 1)
    registered = (await audit_rows(connection, "user_registered"))[-1]
    assert invitation["id"] in str(registered["after"])


async def test_code_is_shown_once_and_only_a_hash_of_it_stored(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    answer = await admin.http.post(INVITATIONS, json={})
    created = answer.json()
    assert answer.headers["location"] == f"{INVITATIONS}/{created['id']}"
    assert answer.headers["cache-control"] == "no-store"
    assert (created["expires_at"], created["uses"], created["used"]) == (None, 1, 0)
    for path in ("", f"/{created['id']}"):
        assert created["code"] not in (await admin.http.get(INVITATIONS + path)).text
    assert created["code"] not in str(await connection.fetch("SELECT i::text FROM invitations i"))
    assert created["code"] not in str(await connection.fetch("SELECT a::text FROM audit_log a"))


async def test_last_use_is_taken_once_by_those_who_sign_up_at_once(
    by_invitation: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    code = (await invite(await accounts.admin(), uses=2))["code"]
    answers = await asyncio.gather(*(sign_up(by_invitation, f"ada-{n}", invitation=code) for n in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 403, 403, 403, 403]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 403} == {"invitation_invalid"}
    assert await connection.fetchval("SELECT count(*) FROM users WHERE username LIKE 'ada-%'") == 2


async def test_sign_up_that_fails_uses_nothing_up(by_invitation: httpx.AsyncClient, accounts: Accounts) -> None:
    person, admin = await accounts.person(), await accounts.admin()
    code = (await invite(admin))["code"]
    problem_of(await sign_up(by_invitation, person.username, invitation=code), 409, "email_taken")
    problem_of(await sign_up(by_invitation, "ada", invitation=code, password="short"), 422, "weak_password")
    assert (await sign_up(by_invitation, "ada", invitation=code)).status_code == 201


async def test_invitation_that_expired_or_was_withdrawn_is_invalid(
    by_invitation: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    expired = await invite(admin, expires_at="2126-01-01T00:00:00Z")
    await connection.execute("UPDATE invitations SET expires_at = now() - interval '1 second'")
    problem_of(await sign_up(by_invitation, "ada", invitation=expired["code"]), 403, "invitation_invalid")
    withdrawn = await invite(admin, uses=5)
    assert (await admin.http.delete(f"{INVITATIONS}/{withdrawn['id']}")).status_code == 204
    problem_of(await admin.http.delete(f"{INVITATIONS}/{withdrawn['id']}"), 404, "invitation_not_found")
    problem_of(await sign_up(by_invitation, "ada", invitation=withdrawn["code"]), 403, "invitation_invalid")


async def test_invitation_is_checked_and_used_where_everybody_may_sign_up(
    client: httpx.AsyncClient, accounts: Accounts
) -> None:
    admin = await accounts.admin()
    invitation = await invite(admin)
    problem_of(await sign_up(client, "ada", invitation="made up"), 403, "invitation_invalid")
    assert (await sign_up(client, "ada", invitation=invitation["code"])).status_code == 201
    assert (await admin.http.get(f"{INVITATIONS}/{invitation['id']}")).json()["used"] == 1


@pytest.mark.parametrize(
    ("terms", "pointer"),
    [
        ({"uses": 0}, "/body/uses"),
        ({"uses": "2"}, "/body/uses"),
        ({"uses": 10_001}, "/body/uses"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "/body/expires_at"),
        ({"expires_at": "tomorrow"}, "/body/expires_at"),
    ],
)
async def test_terms_that_make_no_sense_are_refused(accounts: Accounts, terms: dict[str, Any], pointer: str) -> None:
    answer = await (await accounts.admin()).http.post(INVITATIONS, json=terms)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_list_shows_the_newest_first_in_pages(accounts: Accounts) -> None:
    admin = await accounts.admin()
    made = [(await invite(admin))["id"] for _ in range(3)]
    first = (await admin.http.get(INVITATIONS, params={"limit": 2, "with_total": True})).json()
    rest = (await admin.http.get(INVITATIONS, params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == made[::-1]
    assert (first["total"], rest["next_cursor"]) == (3, None)


async def test_about_tells_what_a_client_needs_before_anybody_signs_in(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/about")
    about = answer.json()
    assert (about["name"], about["registration"], about["languages"]) == ("Watchkeeper", "open", ["en"])
    assert about["providers"] == {"tmdb": False, "anilist": True, "consumet": False, "tvmaze": False}
    assert about["import_max_bytes"] == 50 * 1024 * 1024
    unchanged = await client.get("/api/v1/about", headers={"If-None-Match": answer.headers["etag"]})
    assert unchanged.status_code == 304
