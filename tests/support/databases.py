"""PostgreSQL for tests: a server, and databases of their own."""

import asyncio
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
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

_MAX_WAITING = 3
"""Of one person's writes some tests let so many wait for a lock at once."""


def test_settings() -> Settings:
    """Return settings that read no `.env`, limit next to nothing, hash at the lowest cost, and reach no provider."""
    return _settings().model_copy()


@cache
def _settings() -> Settings:
    return Settings(
        _env_file=None,
        environment=Environment.TEST,
        auth=AuthSettings(secret_key=SECRET, bcrypt_rounds=4),
        passwords=PasswordSettings(),
        tmdb=TmdbSettings(base_url=ANONYMOUS),
        anilist=AnilistSettings(base_url=ANONYMOUS),
        limits=LimitSettings.model_validate(dict.fromkeys(_rates(), _PLENTY) | {"concurrent_writes": _MAX_WAITING}),
    )


def _rates() -> set[str]:
    return LimitSettings.model_fields.keys() - {"enabled", "concurrent_writes"}


test_settings.__test__ = False  # type: ignore[attr-defined]


_templates: dict[str, str] = {}
"""For each server the name of a migrated database that nobody uses: this process copies it instead of migrating."""


@contextmanager
def test_server() -> Iterator[str]:
    """Give the DSN of TEST_DATABASE_URL, else of an embedded server that all test processes of this checkout share."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        with _without_template(given):
            yield given
        return
    server = EmbeddedPostgres(PROJECT_ROOT / ".state" / "test", durable=False)
    dsn = server.start()
    try:
        with _without_template(dsn):
            yield dsn
    finally:
        server.release()


@contextmanager
def _without_template(server_dsn: str) -> Iterator[None]:
    """Leave no template behind."""
    try:
        yield
    finally:
        if server_dsn in _templates:
            asyncio.run(_drop(server_dsn, _templates.pop(server_dsn)))


@contextmanager
def created_database(server_dsn: str, label: str) -> Iterator[str]:
    """Give the DSN of a fresh, migrated database, and drop it afterwards."""
    if server_dsn not in _templates:
        _templates[server_dsn] = _migrated(server_dsn)
    with blank_database(server_dsn, label, template=_templates[server_dsn]) as dsn:
        yield dsn


def _migrated(server_dsn: str) -> str:
    name = f"test_template_{secrets.token_hex(4)}"
    asyncio.run(execute(server_dsn, f'CREATE DATABASE "{name}"'))
    command.upgrade(alembic_config(_dsn_of(server_dsn, name)), "head")
    return name


@contextmanager
def blank_database(server_dsn: str, label: str, *, template: str = "template1") -> Iterator[str]:
    """Give the DSN of a fresh copy of the template, by default one without any table, and drop it afterwards."""
    name = f"test_{label}_{secrets.token_hex(4)}"
    asyncio.run(execute(server_dsn, f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    try:
        yield _dsn_of(server_dsn, name)
    finally:
        asyncio.run(_drop(server_dsn, name))


def _dsn_of(server_dsn: str, database: str) -> str:
    return urlunsplit(urlsplit(server_dsn)._replace(path=f"/{database}"))


async def _drop(server_dsn: str, database: str) -> None:
    await execute(server_dsn, f'DROP DATABASE "{database}" WITH (FORCE)')


async def execute(dsn: str, sql: str) -> None:
    """Run one statement over a connection of its own."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()
