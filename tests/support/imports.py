"""Uploading of histories in tests."""

import asyncio
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx

from tests.support.accounts import Person
from watchkeeper.logics.imports.import_work_logic import ImportWorkLogic

IMPORTS = "/api/v1/imports"
RATINGS = "Date,Name,Year,Letterboxd URI,Rating\n2024-01-01,Heat,1995,https://boxd.it/1,4.5\n"
SETTLED = ("preview", "committed", "rolled_back", "failed", "expired")


async def uploaded(
    person: Person, content: bytes | str = RATINGS, name: str = "ratings.csv", **options: Any
) -> httpx.Response:
    """Upload a file with these options, and return the response."""
    file = content.encode() if isinstance(content, str) else content
    data = {"options": json.dumps(options)} if options else {}
    return await person.http.post(IMPORTS, files={"file": (name, file)}, data=data)


async def settled(person: Person, import_id: str) -> dict[str, Any]:
    """Return an import when nothing more is to be done for it: at once, without waiting for the background's turn."""
    transport = person.http._transport
    assert isinstance(transport, httpx.ASGITransport)
    work: ImportWorkLogic = transport.app.state.container.import_work_logic()  # type: ignore[attr-defined]
    while True:
        await work.work()
        shown: dict[str, Any] = (await person.http.get(f"{IMPORTS}/{import_id}")).json()
        if shown["state"] in SETTLED:
            return shown
        await asyncio.sleep(0.02)


async def previewed(person: Person, content: bytes | str = RATINGS, **options: Any) -> dict[str, Any]:
    """Upload a file and return its import when it is settled."""
    answer = await uploaded(person, content, **options)
    assert answer.status_code == 202, answer.text
    return await settled(person, answer.json()["id"])


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """Return an archive of these members."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packing:
        for name, content in members.items():
            packing.writestr(name, content)
    return archive.getvalue()


async def stored_preview(connection: asyncpg.Connection, user_id: UUID, import_id: UUID | None = None) -> UUID:
    """Store a preview without rows, and return its id."""
    stored: UUID = await connection.fetchval(_ADD, user_id, import_id or uuid4())
    return stored


async def stored_row(connection: asyncpg.Connection, user_id: UUID, import_id: UUID) -> UUID:
    """Store a row of a preview, and return its id."""
    stored: UUID = await connection.fetchval(_ADD_ROW, user_id, import_id)
    return stored


async def store_commit(connection: asyncpg.Connection, user_id: UUID, import_id: UUID) -> None:
    """Let a preview be one that was committed, with an operation that has changed nothing."""
    await connection.execute(_ADD_OPERATION, user_id, import_id)
    await connection.execute(_COMMIT, user_id, import_id)


_ADD_ROW = """
INSERT INTO import_rows (user_id, id, import_id, place, number, member, member_row, kind, work_key, record, result,
                         warnings, candidates, effect)
VALUES ($1, gen_random_uuid(), $2, 1, 1, 'a', 1, 'rating', 'a', '{"member": "a", "row": 1, "kind": "rating"}', 'ready',
        '[]', '[]', '[]')
RETURNING id
"""
_ADD_OPERATION = """
INSERT INTO operations (user_id, id, kind, counts, created_at, expires_at)
VALUES ($1, $2, 'import', '{}', now(), now() + interval '90 days')
"""
_COMMIT = """
UPDATE imports SET state = 'committed', operation_id = id, committed_at = now(), expires_at = now() + interval '90 days'
WHERE user_id = $1 AND id = $2
"""
_ADD = """
INSERT INTO imports (user_id, id, state, source, file_name, file_size, sha256, options, done, counts, undecided,
                     members, warnings, written, attempts, created_at, updated_at)
VALUES ($1, $2, 'preview', 'imdb', 'a', 1, '', '{}', 0, '{}', 0, '[]', '[]', '{}', 0, now(), now())
RETURNING id
"""
