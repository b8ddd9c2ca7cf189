"""Where the migrations are, and which one a database has."""

import asyncpg
from alembic.config import Config
from alembic.script import ScriptDirectory

from watchkeeper.configs.settings import PROJECT_ROOT


def alembic_config(dsn: str) -> Config:
    """Return Alembic's configuration for the database at `dsn`."""
    config = Config(PROJECT_ROOT / "alembic.ini")
    config.attributes["dsn"] = dsn
    return config


def newest_revision() -> str:
    """Return the revision that this version of the service works with."""
    return str(ScriptDirectory.from_config(alembic_config("")).get_current_head())


async def current_revision(dsn: str) -> str | None:
    """Return the revision a database has, or None for an empty one. Raises OSError or asyncpg's PostgresError."""
    connection = await asyncpg.connect(dsn, timeout=5, statement_cache_size=0)  # a pooler may stand between
    try:
        if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
            return None
        revision = await connection.fetchval("SELECT version_num FROM alembic_version")
        return None if revision is None else str(revision)
    finally:
        await connection.close()
