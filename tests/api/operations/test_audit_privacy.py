"""Nothing secret or personal in the audit trail, and nothing left anywhere of somebody who has gone."""

from uuid import UUID

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from tests.support.accounts import Accounts, Person
from tests.support.audit import audit_row, audit_rows

PASSWORDS = ("marked password, the first", "marked password, the second", "marked password, the third")
MARKED = {
    "email": "marked-address@example.com",
    "username": "marked-username",
    "first_name": "Markedfirst",
    "last_name": "Markedlast",
}
DEVICE = "MarkedDevice/1"
NOTES, REVIEW = "Marked notes.", "Marked review."
ADDRESS, ADMIN_ADDRESS = "203.0.113.77", "198.51.100.78"


def client_at(application: FastAPI, address: str, device: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(application, raise_app_exceptions=False, client=(address, 4711))
    return httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test", headers={"User-Agent": device})


async def signed_in(http: httpx.AsyncClient, name: str, password: str) -> dict[str, str]:
    answer = await http.post("/api/v1/auth/login", json={"username": name, "password": password})
    assert answer.status_code == 200, answer.text
    tokens: dict[str, str] = answer.json()
    http.headers["Authorization"] = f"Bearer {tokens['access_token']}"
    return tokens


@pytest.fixture
async def person(application: FastAPI, client: httpx.AsyncClient) -> Person:
    """Somebody all of whose data is marked, at an address of their own."""
    http = client_at(application, ADDRESS, DEVICE)
    registered = await http.post("/api/v1/auth/register", json=MARKED | {"password": PASSWORDS[0]})
    assert registered.status_code == 201, registered.text
    tokens = await signed_in(http, MARKED["username"], PASSWORDS[0])
    return Person(UUID(registered.json()["id"]), MARKED["username"], MARKED["email"], tokens, http)


@pytest.fixture
async def admin(application: FastAPI, accounts: Accounts) -> Person:
    admin = await accounts.admin("boss")
    http = client_at(application, ADMIN_ADDRESS, "Desk/1")
    http.headers["Authorization"] = admin.http.headers["Authorization"]
    return Person(admin.id, admin.username, admin.email, admin.tokens, http)


async def everything_in(connection: asyncpg.Connection) -> str:
    """Return all rows of all tables as one text in lower case."""
    tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    assert len(tables) > 10
    return "\n".join([await text_of(connection, table) for (table,) in tables])


async def text_of(connection: asyncpg.Connection, table: str) -> str:
    return "\n".join(row[0] for row in await connection.fetch(f'SELECT t::text FROM "{table}" t')).lower()


async def live_through_everything(person: Person, admin: Person, connection: asyncpg.Connection) -> list[str]:
    """Let every event happen that an account can go through, and return the tokens that were around."""
    me, http = f"/api/v1/users/{person.id}", person.http
    tokens = [person.tokens]
    for name in (*MARKED.values(), "marked-but-unknown"):
        await http.post("/api/v1/auth/login", json={"username": name, "password": PASSWORDS[1]})
    change = {"current_password": PASSWORDS[0], "new_password": PASSWORDS[1]}
    assert (await http.post("/api/v1/auth/change-password", json=change)).status_code == 204
    assert (await http.patch("/api/v1/auth/me", json={"last_name": "Markedother"})).status_code == 200
    assert (await http.patch("/api/v1/auth/me", json={"last_name": MARKED["last_name"]})).status_code == 200
    spent = {"refresh_token": tokens[0]["refresh_token"]}
    tokens.append((await http.post("/api/v1/auth/refresh", json=spent)).json())
    await connection.execute("UPDATE sessions SET rotated_at = rotated_at - interval '1 minute'")
    assert (await http.post("/api/v1/auth/refresh", json=spent)).json()["code"] == "refresh_token_reused"
    tokens.append(await signed_in(http, MARKED["email"], PASSWORDS[1]))
    await http.post("/api/v1/auth/logout", json={"refresh_token": tokens[-1]["refresh_token"]})
    tokens.append(await signed_in(http, MARKED["email"], PASSWORDS[1]))
    (session,) = (await http.get("/api/v1/auth/sessions")).json()["items"]
    assert (await http.delete(f"/api/v1/auth/sessions/{session['id']}")).status_code == 204
    everything = MARKED | {"password": PASSWORDS[2], "role": "admin", "is_active": False, "first_name": "Markednew"}
    assert (await admin.http.patch(me, json=everything)).status_code == 200
    assert (await admin.http.patch(me, json=MARKED | {"is_active": True})).status_code == 200
    created = await admin.http.post(
        "/api/v1/users", json={"email": "marked@b.example", "username": "marked-b", "password": PASSWORDS[0]}
    )
    assert created.status_code == 201, created.text
    tokens.append(await signed_in(http, MARKED["email"], PASSWORDS[2]))
    return [token for pair in tokens for token in (pair["access_token"], pair["refresh_token"])]


async def test_no_entry_holds_anything_secret_or_personal(
    person: Person, admin: Person, connection: asyncpg.Connection
) -> None:
    tokens = await live_through_everything(person, admin, connection)
    hashes = [row[0] for row in await connection.fetch("SELECT password_hash FROM users")]
    hashes += [row[0].hex() for row in await connection.fetch("SELECT token_hash FROM sessions")]
    await admin.http.delete(f"/api/v1/users/{person.id}")
    rows = await audit_rows(connection)
    happened = {row["action"] for row in rows}
    assert happened == {
        "login", "login_failed", "logout", "session_ended", "refresh_reused", "password_changed", "user_registered",
        "user_created", "user_updated", "role_changed", "user_disabled", "user_enabled", "user_deleted",
    }  # fmt: skip
    log = await text_of(connection, "audit_log")
    assert "marked" not in log
    assert [secret for secret in (*tokens, *hashes) if secret.lower() in log] == []


@pytest.mark.parametrize("by", ["the person", "an admin"])
async def test_deleted_account_leaves_nothing_but_its_id_in_the_audit_trail(
    person: Person, admin: Person, connection: asyncpg.Connection, by: str
) -> None:
    await live_through_everything(person, admin, connection)
    title = (await admin.http.post("/api/v1/titles", json={"title": "A", "media_type": "movie"})).json()
    entry = {"title_id": title["id"], "status": "completed", "notes": NOTES}
    assert (await person.http.post("/api/v1/watchlist", json=entry)).status_code == 201
    review = {"rating": 4.5, "body": REVIEW}
    assert (await person.http.post(f"/api/v1/titles/{title['id']}/reviews", json=review)).status_code == 201
    traces = [*MARKED.values(), DEVICE, NOTES, REVIEW]
    before = await everything_in(connection)
    assert [trace for trace in (*traces, ADDRESS) if trace.lower() not in before] == []

    if by == "an admin":
        deleted = await admin.http.delete(f"/api/v1/users/{person.id}")
    else:
        deleted = await person.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORDS[2]})
    assert deleted.status_code == 204
    after = await everything_in(connection)
    assert [trace for trace in traces if trace.lower() in after] == []
    in_audit = (await text_of(connection, "audit_log")).count
    assert after.count(str(person.id)) == in_audit(str(person.id)) > 0
    assert after.count(ADDRESS) == in_audit(ADDRESS)
    left = await connection.fetch(
        "SELECT DISTINCT actor_id, entity_id FROM audit_log WHERE client_address = $1", ADDRESS
    )
    assert [tuple(row) for row in left] == [(None, None)]  # somebody tried names that no account had


async def test_own_deletion_is_recorded_with_the_id_alone(person: Person, connection: asyncpg.Connection) -> None:
    deleted = await person.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORDS[0]})
    row = await audit_row(connection, "account_deleted")
    assert (row["actor_id"], row["entity_type"], row["entity_id"]) == (person.id, "user", person.id)
    assert (row["before"], row["after"], row["reason"], row["client_address"]) == (None, None, None, None)
    assert row["request_id"] == deleted.headers["x-request-id"]


async def test_addresses_of_others_stay_when_somebody_goes(
    person: Person, admin: Person, connection: asyncpg.Connection
) -> None:
    await person.http.post("/api/v1/auth/login", json={"username": "boss", "password": "wrong"})
    await admin.http.post("/api/v1/auth/login", json={"username": MARKED["username"], "password": "wrong"})
    await admin.http.patch(f"/api/v1/users/{person.id}", json={"role": "admin"})
    await admin.http.delete(f"/api/v1/users/{person.id}")
    rows = await audit_rows(connection, "login_failed", "role_changed", "user_deleted")
    assert [(row["action"], row["entity_id"], row["client_address"]) for row in rows] == [
        ("login_failed", admin.id, ADDRESS),
        ("login_failed", person.id, None),
        ("role_changed", person.id, ADMIN_ADDRESS),
        ("user_deleted", person.id, ADMIN_ADDRESS),
    ]
    assert all(row["client_address"] is None for row in await audit_rows(connection) if row["actor_id"] == person.id)
