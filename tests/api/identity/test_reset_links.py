"""A person who forgot the password gets back in with a link from an admin: once, within 24 hours."""

import asyncio

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.audit import audit_rows
from tests.support.problems import problem_of

NEW_PASSWORD = "a quieter horse, unplugged"
RESET = "/api/v1/auth/reset-password"


async def token_for(admin: Person, person: Person) -> str:
    answer = await admin.http.post(f"/api/v1/users/{person.id}/reset-link")
    assert answer.status_code == 201, answer.text
    token: str = answer.json()["token"]
    return token


async def reset(client: httpx.AsyncClient, token: str, password: str = NEW_PASSWORD) -> httpx.Response:
    return await client.post(RESET, json={"token": token, "new_password": password})


async def can_sign_in(client: httpx.AsyncClient, person: Person, password: str) -> bool:
    body = {"username": person.username, "password": password}
    return (await client.post("/api/v1/auth/login", json=body)).status_code == 200


async def test_link_sets_a_new_password_once_and_ends_all_sessions(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person, admin = await accounts.person(), await accounts.admin()
    answer = await admin.http.post(f"/api/v1/users/{person.id}/reset-link")
    link, token = answer.json()["link"], answer.json()["token"]
    assert link == f"http://watchkeeper.test/reset-password#token={token}"
    assert answer.headers["cache-control"] == "no-store"
    assert token not in str(await connection.fetch("SELECT r::text FROM password_resets r"))
    assert (await reset(client, token)).status_code == 204
    assert (await person.http.get("/api/v1/auth/me")).status_code == 401
    body = {"refresh_token": person.tokens["refresh_token"]}
    problem_of(await client.post("/api/v1/auth/refresh", json=body), 401, "invalid_refresh_token")
    assert not await can_sign_in(client, person, PASSWORD)
    assert await can_sign_in(client, person, NEW_PASSWORD)
    problem_of(await reset(client, token, "yet another passphrase"), 401, "invalid_reset_token")
    created, used = await audit_rows(connection, "reset_link_created"), await audit_rows(connection, "password_reset")
    assert [(row["actor_id"], row["entity_id"]) for row in created + used] == [
        (admin.id, person.id),
        (None, person.id),
    ]


async def test_link_used_at_once_by_several_works_once(client: httpx.AsyncClient, accounts: Accounts) -> None:
    person, admin = await accounts.person(), await accounts.admin()
    token = await token_for(admin, person)
    answers = await asyncio.gather(*(reset(client, token, f"{NEW_PASSWORD} {number}") for number in range(4)))
    assert sorted(answer.status_code for answer in answers) == [204, 401, 401, 401]


async def test_newer_link_replaces_the_one_before(client: httpx.AsyncClient, accounts: Accounts) -> None:
    person, admin = await accounts.person(), await accounts.admin()
    first, second = await token_for(admin, person), await token_for(admin, person)
    problem_of(await reset(client, first), 401, "invalid_reset_token")
    assert (await reset(client, second)).status_code == 204


async def test_link_is_not_valid_after_a_day(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person, admin = await accounts.person(), await accounts.admin()
    token = await token_for(admin, person)
    left = "SELECT expires_at - created_at = interval '24 hours' FROM password_resets"
    assert await connection.fetchval(left)
    await connection.execute("UPDATE password_resets SET expires_at = now() - interval '1 second'")
    problem_of(await reset(client, token), 401, "invalid_reset_token")


@pytest.mark.parametrize("changed_by", ["person", "admin"])
async def test_link_is_gone_when_the_password_was_changed(
    client: httpx.AsyncClient, accounts: Accounts, changed_by: str
) -> None:
    person, admin = await accounts.person(), await accounts.admin()
    token = await token_for(admin, person)
    if changed_by == "person":
        body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
        changed = await person.http.post("/api/v1/auth/change-password", json=body)
    else:
        changed = await admin.http.patch(f"/api/v1/users/{person.id}", json={"password": NEW_PASSWORD})
    assert changed.is_success
    problem_of(await reset(client, token, "yet another passphrase"), 401, "invalid_reset_token")


async def test_weak_password_does_not_use_the_link_up(client: httpx.AsyncClient, accounts: Accounts) -> None:
    person, admin = await accounts.person(), await accounts.admin()
    token = await token_for(admin, person)
    problem = problem_of(await reset(client, token, "short"), 422, "weak_password")
    assert [error["pointer"] for error in problem["errors"]] == ["/body/new_password"]
    assert (await reset(client, token)).status_code == 204


@pytest.mark.parametrize("token", ["x", "0" * 64, "0193f5a0c1d27e0f9a3b5c7d9e1f2a4b" + "x" * 32])
async def test_text_that_is_no_token_is_refused(client: httpx.AsyncClient, token: str) -> None:
    problem_of(await reset(client, token), 401, "invalid_reset_token")


async def test_link_for_nobody_is_not_made(accounts: Accounts) -> None:
    admin = await accounts.admin()
    answer = await admin.http.post("/api/v1/users/0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b/reset-link")
    problem_of(answer, 404, "user_not_found")
