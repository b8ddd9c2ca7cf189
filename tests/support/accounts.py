"""People for tests: accounts that have signed up and signed in through the service itself."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import httpx
from fastapi import FastAPI

PASSWORD = "correct horse battery staple"


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in account; `http` sends its access token."""

    id: UUID
    username: str
    email: str
    tokens: dict[str, Any]
    http: httpx.AsyncClient


class Accounts:
    def __init__(self, application: FastAPI, connection: asyncpg.Connection) -> None:
        self._application = application
        self._connection = connection

    async def person(self, username: str | None = None) -> Person:
        """Sign up and sign in somebody with the role user."""
        http = self.client()
        return await self._signed_in(http, await self._signed_up(http, username))

    async def admin(self, username: str | None = None) -> Person:
        """Sign up and sign in somebody with the role admin."""
        http = self.client()
        user = await self._signed_up(http, username)
        await self._connection.execute("UPDATE users SET role = 'admin' WHERE id = $1", user["id"])
        return await self._signed_in(http, user)

    async def _signed_up(self, http: httpx.AsyncClient, username: str | None) -> dict[str, Any]:
        name = username or f"person-{secrets.token_hex(4)}"
        account = {"username": name, "email": f"{name}@example.com", "password": PASSWORD}
        registered = await http.post("/api/v1/auth/register", json=account)
        assert registered.status_code == 201, registered.text
        user: dict[str, Any] = registered.json()
        return user

    async def _signed_in(self, http: httpx.AsyncClient, user: dict[str, Any]) -> Person:
        credentials = {"username": user["username"], "password": PASSWORD}
        answer = await http.post("/api/v1/auth/login", json=credentials)
        assert answer.status_code == 200, answer.text
        tokens = answer.json()
        http.headers["Authorization"] = f"Bearer {tokens['access_token']}"
        return Person(UUID(user["id"]), user["username"], user["email"], tokens, http)

    def client(self) -> httpx.AsyncClient:
        """Return a client that sends no token."""
        transport = httpx.ASGITransport(self._application, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test")
