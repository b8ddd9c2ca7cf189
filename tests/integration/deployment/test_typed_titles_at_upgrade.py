"""Revision 0016 gives what one person alone typed to that person, and marks what else nobody confirmed."""

import asyncio
from uuid import UUID

import asyncpg
from alembic import command

from tests.support.databases import blank_database
from watchkeeper.configs.migrations import alembic_config

ADA, BOB = UUID(int=1), UUID(int=2)
ADD_PERSON = """
INSERT INTO users (id, email, email_key, username, username_key, password_hash, role, is_active, created_at, updated_at)
VALUES ($1, $2::text, $2::text, $2::text, $2::text, 'x', 'user', true, now(), now())
"""
ADD_TITLE = """
INSERT INTO titles (id, media_type, title, release_date_precision, is_active, title_sort, search_words, overview,
                    created_at, updated_at, metadata_state)
VALUES ($1, 'movie', $2, 'day', true, 'x', '{}', $3, $4::timestamptz, now(), $5)
"""
ADD_ID = "INSERT INTO title_external_ids (source, media_type, external_id, title_id) VALUES ('imdb', 'movie', $2, $1)"
ADD_ENTRY = """
INSERT INTO watch_entries (user_id, id, title_id, status, created_at, updated_at)
VALUES ($1, gen_random_uuid(), $2, 'planned', now(), now())
"""
ADD_AUDITED = (
    "INSERT INTO audit_log (id, created_at, action, entity_type, entity_id) SELECT $1, now(), 'x', 'title', $1"
)
# title: overview, state, minute in which it was entered, who has it, whether an admin touched it
TITLES = {
    "hers": (None, "own", 1, [ADA], False),
    "hers, pending": (None, "pending", 2, [ADA], False),
    "of both": (None, "own", 3, [ADA, BOB], False),
    "of nobody": (None, "vanished", 4, [], False),
    "confirmed": (None, "current", 5, [ADA], False),
    "with facts": ("A dog.", "own", 6, [ADA], False),
    "of an admin": (None, "own", 7, [ADA], True),
    "of a file": (None, "own", 8, [ADA], False),
    "of the same file": (None, "own", 8, [BOB], False),
}


def test_typed_titles_find_their_owners(server_dsn: str) -> None:
    with blank_database(server_dsn, "typed") as dsn:
        command.upgrade(alembic_config(dsn), "0015")
        asyncio.run(store(dsn))
        command.upgrade(alembic_config(dsn), "head")
        titles, personal, public, shown = asyncio.run(stored(dsn))
    assert {title for title, owner_id, _ in titles if owner_id == ADA} == {"hers", "hers, pending"}
    assert {title for title, owner_id, _ in titles if owner_id is not None} == {"hers", "hers, pending"}
    assert {title for title, _, is_unconfirmed in titles if is_unconfirmed} == {"of both", "of nobody"}
    assert personal == {"hers", "hers, pending"}
    assert public == TITLES.keys() - personal
    assert len(shown) == len(TITLES)


async def store(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        for person, name in ((ADA, "ada"), (BOB, "bob")):
            await connection.execute(ADD_PERSON, person, name)
        for number, (title, facts) in enumerate(TITLES.items(), start=10):
            await add(connection, UUID(int=number), title, *facts)
    finally:
        await connection.close()


async def add(
    connection: asyncpg.Connection,
    title_id: UUID,
    title: str,
    overview: str | None,
    state: str,
    minute: int,
    people: list[UUID],
    is_audited: bool,
) -> None:
    at = await connection.fetchval("SELECT timestamptz '2026-01-01' + $1 * interval '1 minute'", minute)
    await connection.execute(ADD_TITLE, title_id, title, overview, at, state)
    await connection.execute("INSERT INTO title_figures (title_id) VALUES ($1)", title_id)
    await connection.execute(ADD_ID, title_id, f"tt{title_id.int:07}")
    for person in people:
        await connection.execute(ADD_ENTRY, person, title_id)
    if is_audited:
        await connection.execute(ADD_AUDITED, title_id)


async def stored(dsn: str) -> tuple[list[tuple[str, UUID | None, bool]], set[str], set[str], set[str]]:
    connection = await asyncpg.connect(dsn)
    try:
        titles = await connection.fetch("SELECT title, owner_id, is_unconfirmed FROM titles")
        personal = await connection.fetch(
            "SELECT title FROM titles JOIN personal_title_ids ids ON ids.title_id = titles.id"
        )
        public = await connection.fetch(
            "SELECT title FROM titles JOIN title_external_ids ids ON ids.title_id = titles.id"
        )
        shown = await connection.fetch("SELECT external_ids FROM title_references WHERE external_ids IS NOT NULL")
    finally:
        await connection.close()
    return (
        [(row["title"], row["owner_id"], row["is_unconfirmed"]) for row in titles],
        {row["title"] for row in personal},
        {row["title"] for row in public},
        {row["external_ids"] for row in shown},
    )
