"""Tokens of scripts and apps: what they are, what they may do, and how they end."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.audit import audit_rows
from tests.support.problems import problem_of
from tests.support.watchlist import stored_title
from watchkeeper.configs.container import Container
from watchkeeper.logics.identity.secret_texts import APPLICATION_TOKENS
from watchkeeper.models.types.identity.scope import Scope

TOKENS = "/api/v1/auth/tokens"
WATCHLIST = "/api/v1/watchlist"
EVERYTHING = [scope.value for scope in Scope if scope is not Scope.ADMIN]


async def create(person: Person, *scopes: str, **more: Any) -> dict[str, Any]:
    body = {"name": "A script", "scopes": scopes or ["read"], "password": PASSWORD} | more
    answer = await person.http.post(TOKENS, json=body)
    assert answer.status_code == 201, answer.text
    created: dict[str, Any] = answer.json()
    return created


@pytest.fixture
def using(accounts: Accounts) -> Callable[[str], httpx.AsyncClient]:
    """Return a client that sends a token."""

    def client(token: str) -> httpx.AsyncClient:
        http = accounts.client()
        http.headers["Authorization"] = f"Bearer {token}"
        return http

    return client


Using = Callable[[str], httpx.AsyncClient]


async def test_token_is_shown_once_and_only_a_hash_of_it_stored(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    ada = await accounts.person()
    body = {"name": " Backup ", "scopes": ["write:plays", "read", "read"], "password": PASSWORD}
    answer = await ada.http.post(TOKENS, json=body)
    created = answer.json()
    token = created.pop("token")
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{TOKENS}/{created['id']}"
    assert answer.headers["cache-control"] == "no-store"
    assert token.startswith("wk1_")
    assert created == {
        "id": created["id"],
        "name": "Backup",
        "scopes": ["read", "write:plays"],
        "token_hint": token[-4:],
        "last_used_at": None,
        "expires_at": None,
        "created_at": created["created_at"],
        "updated_at": created["created_at"],
    }
    assert (await ada.http.get(f"{TOKENS}/{created['id']}")).json() == created
    assert (await ada.http.get(TOKENS)).json()["items"] == [created]
    for table in ("application_tokens", "audit_log", "idempotency_keys"):
        assert token[4:] not in str(await connection.fetch(f"SELECT t::text FROM {table} t"))


async def test_script_does_with_its_token_what_the_scopes_say(
    accounts: Accounts, connection: asyncpg.Connection, using: Using
) -> None:
    ada = await accounts.person()
    script = using((await create(ada, "read", "write:watchlist"))["token"])
    title_id = str(await stored_title(connection))
    added = await script.post(WATCHLIST, json={"title_id": title_id}, headers={"Idempotency-Key": "once"})
    again = await script.post(WATCHLIST, json={"title_id": title_id}, headers={"Idempotency-Key": "once"})
    assert (added.status_code, again.status_code, again.json()["id"]) == (201, 201, added.json()["id"])
    listed = await script.get(WATCHLIST)
    assert [entry["id"] for entry in listed.json()["items"]] == [added.json()["id"]]
    unchanged = await script.get(WATCHLIST, headers={"If-None-Match": listed.headers["etag"]})
    assert unchanged.status_code == 304
    assert (await ada.http.get(WATCHLIST)).json() == listed.json()
    refused = await script.post("/api/v1/ratings", json={"title_id": title_id, "score": 4})
    problem_of(refused, 403, "insufficient_scope")
    assert refused.headers["www-authenticate"] == 'Bearer error="insufficient_scope", scope="write:ratings"'


async def test_writing_does_not_include_reading(accounts: Accounts, using: Using) -> None:
    script = using((await create(await accounts.person(), "write:watchlist"))["token"])
    for path in (WATCHLIST, "/api/v1/auth/me", "/api/v1/titles"):
        refused = await script.get(path)
        problem_of(refused, 403, "insufficient_scope")
        assert refused.headers["www-authenticate"] == 'Bearer error="insufficient_scope", scope="read"'


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/api/v1/auth/me", {"username": "somebody-else"}),
        ("PATCH", "/api/v1/auth/me", {"first_name": "Ada"}),
        ("DELETE", "/api/v1/auth/me", {"password": PASSWORD}),
        ("POST", "/api/v1/auth/change-password", {"current_password": PASSWORD, "new_password": "battery of horses"}),
        ("GET", "/api/v1/auth/sessions", None),
        ("DELETE", "/api/v1/auth/sessions", None),
        ("GET", TOKENS, None),
        ("POST", TOKENS, {"name": "More", "scopes": ["read"], "password": PASSWORD}),
        ("DELETE", f"{TOKENS}/{UUID(int=1)}", None),
    ],
)
async def test_account_is_out_of_reach(
    accounts: Accounts, using: Using, method: str, path: str, body: dict[str, Any] | None
) -> None:
    admin = await accounts.admin()
    script = using((await create(admin, *EVERYTHING, "admin"))["token"])
    problem_of(await script.request(method, path, json=body), 403, "session_required")


async def test_admin_reaches_other_accounts_by_a_token_but_not_the_own_one(accounts: Accounts, using: Using) -> None:
    admin, ada = await accounts.admin(), await accounts.person()
    script = using((await create(admin, "admin"))["token"])
    users = "/api/v1/users"
    assert (await script.patch(f"{users}/{ada.id}", json={"first_name": "Ada"})).status_code == 200
    own = f"{users}/{admin.id}"
    problem_of(await script.patch(own, json={"password": "battery of horses"}), 403, "session_required")
    problem_of(await script.post(f"{own}/reset-link"), 403, "session_required")
    problem_of(await script.delete(own), 403, "session_required")
    assert (await admin.http.patch(own, json={"first_name": "Grace"})).status_code == 200


async def test_token_of_an_admin_without_that_scope_is_one_of_a_user(
    accounts: Accounts, connection: asyncpg.Connection, using: Using
) -> None:
    admin = await accounts.admin()
    script = using((await create(admin, *EVERYTHING))["token"])
    refused = await script.get("/api/v1/users")
    problem_of(refused, 403, "insufficient_scope")
    assert 'scope="admin"' in refused.headers["www-authenticate"]
    hidden = await stored_title(connection)
    await connection.execute("UPDATE titles SET is_active = false WHERE id = $1", hidden)
    assert (await script.get(f"/api/v1/titles/{hidden}")).status_code == 404
    assert (await admin.http.get(f"/api/v1/titles/{hidden}")).status_code == 200


async def test_admin_who_is_none_any_more_has_tokens_of_a_user(
    accounts: Accounts, connection: asyncpg.Connection, using: Using
) -> None:
    admin, other = await accounts.admin(), await accounts.admin()
    script = using((await create(admin, "admin"))["token"])
    assert (await script.get("/api/v1/users")).status_code == 200
    await other.http.patch(f"/api/v1/users/{admin.id}", json={"role": "user"})
    problem_of(await script.get("/api/v1/users"), 403, "admin_required")


async def test_what_a_token_can_not_be(accounts: Accounts) -> None:
    ada = await accounts.person()
    right = {"name": "A script", "scopes": ["read"], "password": PASSWORD}
    for wrong, status, code in (
        ({"password": "wrong"}, 401, "invalid_credentials"),
        ({"scopes": ["read", "admin"]}, 403, "admin_required"),
        ({"scopes": ["read", "write", "READ"]}, 422, "unknown_scope"),
        ({"scopes": []}, 422, "validation_failed"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, 422, "validation_failed"),
        ({"name": " "}, 422, "validation_failed"),
    ):
        problem = problem_of(await ada.http.post(TOKENS, json=right | wrong), status, code)
        if code == "unknown_scope":
            assert [error["pointer"] for error in problem["errors"]] == ["/body/scopes/1", "/body/scopes/2"]


async def test_there_are_fifty_at_most_also_when_asked_at_once(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    ada = await accounts.person()
    await connection.execute(
        """
        INSERT INTO application_tokens
            (user_id, id, name, scopes, secret_hash, hint, expires_at, created_at, updated_at)
        SELECT $1, gen_random_uuid(), n, '{read}', ''::bytea, 'abcd',
               CASE WHEN n = 1 THEN now() - interval '1 hour' END, now(), now()
        FROM generate_series(1, 49) n
        """,
        ada.id,
    )
    body = {"name": "A script", "scopes": ["read"], "password": PASSWORD}
    answers = await asyncio.gather(*(ada.http.post(TOKENS, json=body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409]
    problem_of(next(answer for answer in answers if answer.status_code == 409), 409, "too_many_tokens")


async def test_renaming_changes_nothing_else(accounts: Accounts, using: Using) -> None:
    ada = await accounts.person()
    created = await create(ada)
    address = f"{TOKENS}/{created['id']}"
    stale = (await ada.http.get(address)).headers["etag"]
    renamed = await ada.http.patch(address, json={"name": "Kitchen"}, headers={"If-Match": stale})
    assert renamed.json()["name"] == "Kitchen"
    again = await ada.http.patch(address, json={"name": "Bath"}, headers={"If-Match": stale})
    problem_of(again, 412, "precondition_failed")
    problem_of(await ada.http.patch(address, json={"scopes": ["admin"]}), 422, "validation_failed")
    assert (await using(created["token"]).get(WATCHLIST)).status_code == 200


async def test_tokens_of_another_person_are_not_there(accounts: Accounts) -> None:
    ada, bob = await accounts.person(), await accounts.person()
    address = f"{TOKENS}/{(await create(ada))['id']}"
    for answer in (
        await bob.http.get(address),
        await bob.http.patch(address, json={"name": "Mine"}),
        await bob.http.delete(address),
    ):
        problem_of(answer, 404, "token_not_found")
    assert (await bob.http.get(TOKENS)).json()["items"] == []


async def test_revoked_token_is_dead_at_the_next_request(accounts: Accounts, using: Using) -> None:
    ada = await accounts.person()
    created, other = await create(ada), await create(ada)
    script = using(created["token"])
    assert (await script.get(WATCHLIST)).status_code == 200
    assert (await ada.http.delete(f"{TOKENS}/{created['id']}")).status_code == 204
    problem_of(await script.get(WATCHLIST), 401, "invalid_token")
    assert (await using(other["token"]).get(WATCHLIST)).status_code == 200
    assert (await ada.http.get(WATCHLIST)).status_code == 200


async def test_token_ends_when_it_says(accounts: Accounts, connection: asyncpg.Connection, using: Using) -> None:
    ada = await accounts.person()
    created = await create(ada, expires_at="2126-01-31T18:00:00+02:00")
    assert created["expires_at"] == "2126-01-31T16:00:00Z"
    script = using(created["token"])
    assert (await script.get(WATCHLIST)).status_code == 200
    soon = await create(ada)
    await connection.execute(
        "UPDATE application_tokens SET expires_at = now() - interval '1 second' WHERE id = $1", UUID(soon["id"])
    )
    problem_of(await using(soon["token"]).get(WATCHLIST), 401, "invalid_token")


async def test_new_password_keeps_tokens_unless_they_are_to_end(accounts: Accounts, using: Using) -> None:
    ada = await accounts.person()
    script = using((await create(ada))["token"])
    change = {"current_password": PASSWORD, "new_password": "battery staple of horses"}
    assert (await ada.http.post("/api/v1/auth/change-password", json=change)).status_code == 204
    assert (await script.get(WATCHLIST)).status_code == 200
    back = {"current_password": "battery staple of horses", "new_password": PASSWORD, "revoke_tokens": True}
    assert (await ada.http.post("/api/v1/auth/change-password", json=back)).status_code == 204
    problem_of(await script.get(WATCHLIST), 401, "invalid_token")
    assert (await ada.http.get(TOKENS)).json()["items"] == []


async def test_reset_link_ends_tokens_if_the_person_wants_so(accounts: Accounts, using: Using) -> None:
    admin, ada = await accounts.admin(), await accounts.person()
    script = using((await create(ada))["token"])
    for ends, status in ((False, 200), (True, 401)):
        link = (await admin.http.post(f"/api/v1/users/{ada.id}/reset-link")).json()
        body = {"token": link["token"], "new_password": "battery staple of horses", "revoke_tokens": ends}
        assert (await ada.http.post("/api/v1/auth/reset-password", json=body)).status_code == 204
        assert (await script.get(WATCHLIST)).status_code == status


async def test_disabling_an_account_ends_its_tokens_for_good(accounts: Accounts, using: Using) -> None:
    admin, ada = await accounts.admin(), await accounts.person()
    script = using((await create(ada))["token"])
    assert (await script.get(WATCHLIST)).status_code == 200
    for is_active in (False, True):
        await admin.http.patch(f"/api/v1/users/{ada.id}", json={"is_active": is_active})
        problem_of(await script.get(WATCHLIST), 401, "invalid_token")


async def test_deleting_an_account_ends_its_tokens(
    accounts: Accounts, connection: asyncpg.Connection, using: Using
) -> None:
    ada = await accounts.person()
    script = using((await create(ada))["token"])
    assert (await script.get(WATCHLIST)).status_code == 200
    assert (await ada.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORD})).status_code == 204
    problem_of(await script.get(WATCHLIST), 401, "invalid_token")
    assert await connection.fetchval("SELECT count(*) FROM application_tokens") == 0


async def test_token_in_the_address_is_not_read_nor_written_to_the_log(
    accounts: Accounts, client: httpx.AsyncClient, using: Using, capfd: pytest.CaptureFixture[str]
) -> None:
    token = (await create(await accounts.person()))["token"]
    assert (await using(token).get(WATCHLIST)).status_code == 200
    for name in ("access_token", "token"):
        answer = await client.get(WATCHLIST, params={name: token})
        problem_of(answer, 401, "authentication_required")
        assert token not in answer.text
    assert (await client.get("/api/v1/titles", params={"access_token": token})).status_code == 422
    assert token[4:] not in "".join(capfd.readouterr())


async def test_made_up_tokens_are_no_tokens_and_a_mistyped_one_costs_no_query(
    accounts: Accounts, using: Using, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await accounts.person()
    created = await create(ada)
    token: str = created["token"]
    swapped = token[:-1] + ("A" if token[-1] != "A" else "B")
    forged = APPLICATION_TOKENS.new(ada.id, UUID(created["id"]))
    asked: list[object] = []
    monkeypatch.setattr(container.stored_states(), "find_token_state", asked.append)
    problem_of(await using(swapped).get(WATCHLIST), 401, "invalid_token")
    assert asked == []
    monkeypatch.undo()
    for text in (forged, token + "A", token[:-1], "wk1_", "wk1_" + "é" * 91, APPLICATION_TOKENS.new(uuid4(), uuid4())):
        sent = {b"Authorization": f"Bearer {text}".encode()}
        problem_of(await using("").get(WATCHLIST, headers=sent), 401, "invalid_token")


async def test_last_use_is_stored_by_no_request_and_at_most_every_five_minutes(
    accounts: Accounts, connection: asyncpg.Connection, container: Container, using: Using
) -> None:
    ada = await accounts.person()
    created = await create(ada)
    script = using(created["token"])
    used = "SELECT last_used_at FROM application_tokens"
    assert (await script.get(WATCHLIST)).status_code == 200
    await container.token_uses().save()
    first = await connection.fetchval(used)
    assert first is not None
    for _ in range(3):
        await script.get(WATCHLIST)
    await container.token_uses().save()
    assert await connection.fetchval(used) == first
    shown = (await ada.http.get(f"{TOKENS}/{created['id']}")).json()
    assert shown["last_used_at"] is not None
    assert shown["updated_at"] == created["updated_at"]


async def test_making_and_revoking_is_in_the_audit_log(accounts: Accounts, connection: asyncpg.Connection) -> None:
    ada = await accounts.person()
    created = await create(ada, "read", "import")
    await ada.http.delete(f"{TOKENS}/{created['id']}")
    for action, after in (("token_created", {"scopes": ["read", "import"]}), ("token_revoked", None)):
        (row,) = await audit_rows(connection, action)
        assert (row["actor_id"], row["entity_type"], row["entity_id"]) == (
            ada.id,
            "application_token",
            UUID(created["id"]),
        )
        assert row["after"] == after
