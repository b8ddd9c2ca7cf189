"""Requests that people send again: one for each operation that takes an Idempotency-Key, and what a database holds."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.feedback import BODY, RATINGS, TITLES, reviews_of, watched_title
from tests.support.operations import OPERATIONS
from tests.support.watchlist import MATRIX, WATCHLIST

Json = dict[str, Any]

AT_PROVIDERS = {"POST /api/v1/favorites", "POST /api/v1/favorites/share", "POST /api/v1/titles/import"}
"""Operations that need a provider: tests/api/discovery sends them again."""

TAKING_A_KEY = [one for one in OPERATIONS if one.method == "POST" and one.requires_caller]
KEYED = [one for one in TAKING_A_KEY if str(one) not in AT_PROVIDERS]
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"
NEW_PASSWORD = "a longer and better passphrase"

_OWN_TABLES = ("idempotency_keys", "content_versions", "alembic_version")


@dataclass(frozen=True, slots=True)
class Sending:
    """A request that succeeds once, and never a second time without a key: its effect stands in its own way."""

    person: Person
    address: str
    body: Json

    async def send(self, key: str | None = KEY, **more: Any) -> httpx.Response:
        headers = {} if key is None else {"Idempotency-Key": key}
        return await self.person.http.post(self.address, **{"json": self.body, "headers": headers} | more)


Preparation = Callable[[Accounts, asyncpg.Connection], Awaitable[Sending]]


async def _rating(accounts: Accounts, connection: asyncpg.Connection) -> Sending:
    person = await accounts.person()
    return Sending(person, RATINGS, {"title_id": str(await watched_title(connection, person)), "score": 4.5})


async def _review(accounts: Accounts, connection: asyncpg.Connection) -> Sending:
    person = await accounts.person()
    return Sending(person, reviews_of(await watched_title(connection, person)), {"rating": 4, "body": BODY})


async def _entry(accounts: Accounts, _: asyncpg.Connection) -> Sending:
    return Sending(await accounts.person(), WATCHLIST, {"media": MATRIX, "notes": "千と千尋"})


async def _password(accounts: Accounts, _: asyncpg.Connection) -> Sending:
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    return Sending(await accounts.person(), "/api/v1/auth/change-password", body)


def _by_admin(address: str, body: Json) -> Preparation:
    async def prepare(accounts: Accounts, _: asyncpg.Connection) -> Sending:
        return Sending(await accounts.admin(), address, body)

    return prepare


_IDS = {"tmdb": "949"}
_GRACE = {"username": "grace", "email": "grace@example.com", "password": NEW_PASSWORD}

PREPARATIONS: dict[str, Preparation] = {
    "POST /api/v1/titles": _by_admin(TITLES, {"title": "Heat", "media_type": "movie", "external_ids": _IDS}),
    "POST /api/v1/genres": _by_admin("/api/v1/genres", {"name": "Noir"}),
    "POST /api/v1/platforms": _by_admin("/api/v1/platforms", {"name": "Mubi"}),
    "POST /api/v1/users": _by_admin("/api/v1/users", _GRACE),
    "POST /api/v1/watchlist": _entry,
    "POST /api/v1/ratings": _rating,
    "POST /api/v1/titles/{title_id}/reviews": _review,
    "POST /api/v1/auth/change-password": _password,
}
"""How each operation that takes a key is sent so that it succeeds; a new one is to be added here."""


async def rows_of(connection: asyncpg.Connection) -> dict[str, int]:
    """Return how many rows each table has, but for that of the keys."""
    tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    names = sorted(row["tablename"] for row in tables if row["tablename"] not in _OWN_TABLES)
    return {name: await connection.fetchval(f"SELECT count(*) FROM {name}") for name in names}


async def keys_of(connection: asyncpg.Connection) -> list[str]:
    return [row["key"] for row in await connection.fetch("SELECT key FROM idempotency_keys ORDER BY key")]


def is_replayed(answer: httpx.Response) -> bool:
    return "true" in answer.headers.get_list("idempotency-replayed")
