"""Requests that people send again: one for each operation that takes an Idempotency-Key, and what a database holds."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx

from tests.support.access import Stage, who_may
from tests.support.accounts import Accounts, Person
from tests.support.operations import OPERATIONS
from tests.support.resources import OPERATIONS as ENTRIES
from watchkeeper.models.types.imports.import_state import RUNNING

Json = dict[str, Any]

TAKING_A_KEY = [one for one in OPERATIONS if one.method == "POST" and one.requires_caller and one.route.takes_key]
AT_PROVIDERS = [one for one in TAKING_A_KEY if str(one) in ENTRIES and ENTRIES[str(one)].needs_provider]
"""Operations that need a provider: tests/api/discovery sends them again."""

KEYED = [one for one in TAKING_A_KEY if one not in AT_PROVIDERS]
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"
NEW_PASSWORD = ENTRIES["POST /api/v1/auth/change-password"].request["json"]["new_password"]

_REPEATABLE = {
    "POST /api/v1/genres/bulk",
    "POST /api/v1/imports",
    "POST /api/v1/titles/bulk",
    "POST /api/v1/watchlist/bulk",
    "POST /api/v1/ratings/bulk",
    "POST /api/v1/plays",
    "POST /api/v1/plays/bulk",
    "POST /api/v1/titles/{title_id}/watch",
    "POST /api/v1/titles/{title_id}/unwatch",
    "POST /api/v1/titles/{title_id}/merge",
    "POST /api/v1/titles/{title_id}/confirm",
    "POST /api/v1/lists/{list_id}/reorder",
    "POST /api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver",
    "POST /api/v1/watchlist/{entry_id}/plays",
}

_OWN_TABLES = ("idempotency_keys", "content_versions", "alembic_version", "import_rows")
"""Those that requests don't write alone: rows of an import are read in the background."""

_RUNS = "SELECT EXISTS (SELECT FROM imports WHERE state = ANY($1))"


@dataclass(frozen=True, slots=True)
class Sending:
    """A request that succeeds once, and never a second time without a key: its effect stands in its own way."""

    person: Person
    address: str
    body: Json
    is_repeatable: bool = False
    """Whether it succeeds again without a key, and then changes nothing, or tells of each item that it is there."""
    headers: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] | None = None

    async def send(self, key: str | None = KEY, **more: Any) -> httpx.Response:
        headers = {**self.headers} if key is None else {**self.headers, "Idempotency-Key": key}
        return await self.person.http.post(
            self.address, **{"json": self.body or None, "files": self.files, "headers": headers} | more
        )


async def sending_of(operation: str, accounts: Accounts, connection: asyncpg.Connection) -> Sending:
    """Return the request that resources.yml has for a POST, to be sent by somebody who may."""
    stage = Stage(accounts, connection)
    stage.people = {"owner": await accounts.person(), "admin": await accounts.admin()}
    person = stage.people[who_may(operation)]
    address, request = await stage.request_for(operation, person)
    headers = request.get("headers", {})
    repeatable = operation in _REPEATABLE
    files = request.get("files")
    return Sending(person, address, request.get("json", {}), is_repeatable=repeatable, headers=headers, files=files)


async def rows_of(connection: asyncpg.Connection) -> dict[str, int]:
    """Return how many rows each table but that of the keys has, once the background has done its part of imports."""
    async with asyncio.timeout(60):
        while await connection.fetchval(_RUNS, [str(one) for one in RUNNING]):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    names = sorted(row["tablename"] for row in tables if row["tablename"] not in _OWN_TABLES)
    return {name: await connection.fetchval(f"SELECT count(*) FROM {name}") for name in names}


async def keys_of(connection: asyncpg.Connection) -> list[str]:
    """Return the stored idempotency keys, in order."""
    return [row["key"] for row in await connection.fetch("SELECT key FROM idempotency_keys ORDER BY key")]


def is_replayed(answer: httpx.Response) -> bool:
    """Return whether a response is the stored one of an earlier request."""
    return "true" in answer.headers.get_list("idempotency-replayed")
