"""PostgreSQL for tests: a server, and databases of their own."""

import asyncio
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from alembic import command

from watchkeeper.configs.auth_settings import AuthSettings, PasswordSettings
from watchkeeper.configs.limit_settings import LimitSettings
from watchkeeper.configs.migrations import alembic_config
from watchkeeper.configs.provider_settings import AnilistSettings, TmdbSettings
from watchkeeper.configs.settings import PROJECT_ROOT, Environment, Settings
from watchkeeper.foundation.embedded_postgres.launcher import EmbeddedPostgres

ANONYMOUS = "http://127.0.0.1:9"
"""An address where nobody listens."""

SECRET = "for-tests-only-" + "0123456789abcdef" * 3

_PLENTY = "1000000/hour"

_MOST_WAITING = 3
"""Of one person's writes some tests let so many wait for a lock at once."""


def test_settings() -> Settings:
    """Return settings that read no `.env`, limit next to nothing, hash at the lowest cost, and reach no provider."""
    return Settings(
        _env_file=None,
        environment=Environment.TEST,
        auth=AuthSettings(secret_key=SECRET, bcrypt_rounds=4),
        passwords=PasswordSettings(),
        tmdb=TmdbSettings(base_url=ANONYMOUS),
        anilist=AnilistSettings(base_url=ANONYMOUS),
        limits=LimitSettings.model_validate(dict.fromkeys(_rates(), _PLENTY) | {"concurrent_writes": _MOST_WAITING}),
    )


def _rates() -> set[str]:
    return LimitSettings.model_fields.keys() - {"enabled", "concurrent_writes"}


test_settings.__test__ = False  # type: ignore[attr-defined]


@contextmanager
def test_server() -> Iterator[str]:
    """Give the DSN of TEST_DATABASE_URL, else of an embedded server that all test processes of this checkout share."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    server = EmbeddedPostgres(PROJECT_ROOT / ".state" / "test", durable=False)
    dsn = server.start()
    try:
        yield dsn
    finally:
        server.release()


@contextmanager
def created_database(server_dsn: str, label: str) -> Iterator[str]:
    """Give the DSN of a fresh, migrated database, and drop it afterwards."""
    with blank_database(server_dsn, label) as dsn:
        command.upgrade(alembic_config(dsn), "head")
        yield dsn


@contextmanager
def blank_database(server_dsn: str, label: str) -> Iterator[str]:
    """Give the DSN of a fresh database without any table, and drop it afterwards."""
    name = f"test_{label}_{secrets.token_hex(4)}"
    asyncio.run(execute(server_dsn, f'CREATE DATABASE "{name}"'))
    try:
        yield urlunsplit(urlsplit(server_dsn)._replace(path=f"/{name}"))
    finally:
        asyncio.run(execute(server_dsn, f'DROP DATABASE "{name}" WITH (FORCE)'))


async def execute(dsn: str, sql: str) -> None:
    """Run one statement over a connection of its own."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()
