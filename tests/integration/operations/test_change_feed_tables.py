"""Every table of personal rows is in the change feed, or has a reason why not."""

import asyncpg

from tests.support.watchlist import stored_title

_NOT_TOLD = {
    "application_tokens": "each is an access to the account, which no copy needs",
    "change_heads": "the feed itself",
    "idempotency_keys": "an aid of the transport",
    "import_decisions": "remembered for the next import, and shown nowhere",
    "import_files": "what was uploaded, until it is committed",
    "import_rows": "read where an import is looked through; what it changes is told",
    "row_origins": "what later imports know ratings and reviews by; shown nowhere",
    "imports": "listed by themselves; what they change is told",
    "operation_rows": "how rows were before an operation; an undo changes the rows themselves",
    "operations": "listed by themselves, and of use for some days only",
    "calendar_links": "read where the calendar is shown, which no copy does",
    "list_links": "read where a list is shared, which no copy does",
    "media_server_events": "listed by themselves, and of use for some days only",
    "media_server_items": "what messages of a server are about, which no copy needs",
    "media_servers": "each is an access to the account, which no copy needs",
    "password_resets": "a link that was asked of an admin, and is spent by its use",
    "personal_title_ids": "shown by the title that they belong to",
    "positions": "they change every few seconds while something is played, and are read when a player opens",
    "resource_changes": "the feed itself",
    "sessions": "each device reads its own; what ends them is refused at the next request",
    "shared_favorites": "made public by the person, kept at TMDb",
    "viewings": "shown by the entry and the plays of their title, which change with them",
    "webhook_deliveries": "listed by themselves, and of use for some days only",
    "webhooks": "a way out of the account, which no copy needs",
    "write_positions": "an aid of replicas",
}
_PERSONAL = """
SELECT table_name FROM information_schema.columns
JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND column_name IN ('user_id', 'owner_id')
"""
_TOLD = """
SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE tgname LIKE 'record%' AND tgdeferrable AND tginitdeferred
"""


async def test_every_table_of_personal_rows_is_in_the_feed(connection: asyncpg.Connection) -> None:
    personal = {row[0] for row in await connection.fetch(_PERSONAL)} | {"users"}
    told = {row[0] for row in await connection.fetch(_TOLD)}
    assert personal - told == personal & _NOT_TOLD.keys()
    assert told & _NOT_TOLD.keys() == set()


async def test_transactions_over_several_accounts_in_opposite_order_give_each_one_number(
    connection: asyncpg.Connection,
) -> None:
    people = [row[0] for row in await connection.fetch(_ADD_PEOPLE)]
    title_id = await stored_title(connection)
    async with connection.transaction():
        for person in (*people, *reversed(people)):
            await connection.execute(_ADD_ENTRY, person, title_id)
    heads = await connection.fetch("SELECT sequence, area_counts[1] FROM change_heads WHERE user_id = ANY ($1)", people)
    assert [tuple(row) for row in heads] == [(2, 1)] * len(people)


_ADD_PEOPLE = """
INSERT INTO users (id, email, email_key, username, username_key, password_hash, role, is_active, created_at, updated_at)
SELECT gen_random_uuid(), name, name, name, name, 'x', 'user', true, now(), now()
FROM (SELECT 'person ' || n AS name FROM generate_series(1, 3) AS n) AS named
RETURNING id
"""
_ADD_ENTRY = """
INSERT INTO watch_entries (user_id, id, title_id, status, created_at, updated_at)
VALUES ($1, gen_random_uuid(), $2, 'planned', now(), now())
ON CONFLICT (user_id, title_id) DO UPDATE SET notes = 'again'
"""
