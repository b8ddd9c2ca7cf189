"""The migrations, and the schema revision of a database.

Alembic is imported only for a migration: a service with the newest schema starts without it.
"""

from typing import TYPE_CHECKING

import asyncpg

from watchkeeper.configs.settings import PROJECT_ROOT

if TYPE_CHECKING:
    from alembic.config import Config

_VERSIONS = PROJECT_ROOT / "migrations" / "versions"


def alembic_config(dsn: str) -> "Config":
    """Return Alembic's configuration for the database at `dsn`."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config(PROJECT_ROOT / "alembic.ini")
    config.attributes["dsn"] = dsn
    return config


def newest_revision() -> str:
    """Return the schema revision of this version: the highest prefix of the migrations' file names."""
    return max(file.name.partition("_")[0] for file in _VERSIONS.glob("[0-9]*_*.py"))


async def current_revision(dsn: str) -> str | None:
    """Return the revision of a database, or None for an empty one. Raises OSError or asyncpg's PostgresError."""
    connection = await asyncpg.connect(dsn, timeout=5, statement_cache_size=0)  # also works behind a pooler
    try:
        if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
            return None
        revision = await connection.fetchval("SELECT version_num FROM alembic_version")
        return None if revision is None else str(revision)
    finally:
        await connection.close()
