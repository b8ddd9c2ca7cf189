"""The people that tests make are those that registration and sign-in make, row by row."""

import json
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from tests.support.accounts import PASSWORD, Accounts

ROWS = """
SELECT to_jsonb(users) FROM users WHERE id = $1
UNION ALL SELECT to_jsonb(sessions) FROM sessions WHERE user_id = $1
UNION ALL SELECT to_jsonb(change_heads) FROM change_heads WHERE user_id = $1
UNION ALL (SELECT to_jsonb(audit_log) FROM audit_log WHERE actor_id = $1 ORDER BY id)
"""
OWN = {"id", "user_id", "actor_id", "entity_id", "request_id", "client_address", "password_hash", "token_hash"}
"""Members that two accounts never share; besides names and times."""


async def rows_of(connection: asyncpg.Connection, user_id: UUID) -> list[dict[str, Any]]:
    rows = [json.loads(row["to_jsonb"]) for row in await connection.fetch(ROWS, user_id)]
    return [{name: value for name, value in row.items() if not _is_own(name)} for row in rows]


def _is_own(name: str) -> bool:
    return name in OWN or name.startswith(("email", "username")) or name.endswith(("_at", "_times"))


async def test_person_made_for_a_test_is_one_who_signed_up_and_in(
    accounts: Accounts, client: httpx.AsyncClient, connection: asyncpg.Connection
) -> None:
    account = {"username": "ada", "email": "ada@example.com", "password": PASSWORD}
    registered = (await client.post("/api/v1/auth/register", json=account)).json()
    tokens = (await client.post("/api/v1/auth/login", json={"username": "ada", "password": PASSWORD})).json()

    made = await accounts.person()

    assert await rows_of(connection, made.id) == await rows_of(connection, UUID(registered["id"]))
    assert made.tokens.keys() == tokens.keys()
    refreshed = await client.post("/api/v1/auth/refresh", json={"refresh_token": made.tokens["refresh_token"]})
    signed_in = await client.post("/api/v1/auth/login", json={"username": made.username, "password": PASSWORD})
    assert (refreshed.status_code, signed_in.status_code) == (200, 200)


async def test_admin_made_for_a_test_may_what_admins_may(accounts: Accounts) -> None:
    admin, person = await accounts.admin(), await accounts.person()

    assert (await admin.http.get("/api/v1/users")).status_code == 200
    assert (await person.http.get("/api/v1/users")).status_code == 403
