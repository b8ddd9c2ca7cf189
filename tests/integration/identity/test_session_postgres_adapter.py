"""Opening sessions in PostgreSQL."""

import asyncpg
import httpx

from tests.support.accounts import PASSWORD, Accounts


async def test_signing_in_drops_the_expired_sessions_of_the_person_and_no_others(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person, other = await accounts.person(), await accounts.person()
    login = {"username": person.username, "password": PASSWORD}
    await client.post("/api/v1/auth/login", json=login, headers={"User-Agent": "Living"})
    await connection.execute("UPDATE sessions SET expires_at = now() WHERE device IS DISTINCT FROM 'Living'")
    await client.post("/api/v1/auth/login", json=login, headers={"User-Agent": "New"})
    left = await connection.fetch("SELECT user_id, device FROM sessions ORDER BY created_at")
    expected = [(other.id, left[0]["device"]), (person.id, "Living"), (person.id, "New")]
    assert [(row["user_id"], row["device"]) for row in left] == expected
