"""Revision 0017 gives user names their new keys; names that exist stay."""

import asyncio
from uuid import uuid4

import asyncpg
from alembic import command

from tests.support.databases import blank_database
from watchkeeper.configs.migrations import alembic_config

BEFORE = "0016"
REVISION = "0017"
ADD = """
INSERT INTO users (id, email, email_key, username, username_key, password_hash, role, is_active, created_at, updated_at)
VALUES ($1, $2::text, $2::text, $2::text, $3::text, 'x', 'user', true, now(), now())
"""
OLD_KEYS = {
    "ada": "ada",
    "Straße": "strasse",
    "ΟΔΟΣ": "οδοσ",
    "ﬁx": "fix",
    "İpek": "i̇pek",
    "admin\ufe0f": "admin\ufe0f",
}
NEW_KEYS = OLD_KEYS | {"Straße": "straße", "ΟΔΟΣ": "οδος", "ﬁx": "ﬁx"}


def test_names_get_new_keys_and_the_old_ones_back_unless_another_has_them(server_dsn: str) -> None:
    with blank_database(server_dsn, "usernames") as dsn:
        command.upgrade(alembic_config(dsn), BEFORE)
        asyncio.run(store(dsn, OLD_KEYS))
        command.upgrade(alembic_config(dsn), REVISION)
        assert asyncio.run(keys(dsn)) == NEW_KEYS
        asyncio.run(store(dsn, {"strasse": "strasse"}))
        command.downgrade(alembic_config(dsn), BEFORE)
        assert asyncio.run(keys(dsn)) == OLD_KEYS | {"Straße": "straße", "strasse": "strasse"}


async def store(dsn: str, names: dict[str, str]) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.executemany(ADD, [(uuid4(), name, key) for name, key in names.items()])
    finally:
        await connection.close()


async def keys(dsn: str) -> dict[str, str]:
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch("SELECT username, username_key FROM users")
        return {row["username"]: row["username_key"] for row in rows}
    finally:
        await connection.close()
