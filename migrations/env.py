"""Runs migrations over one asyncpg connection, one migrator at a time, each revision in its own transaction.

The DSN comes from `config.attributes["dsn"]` (manage.py), else from the settings. With `--sql` the statements are
printed instead.
"""

import asyncio
import time

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.models.entities import Entity

_LOCK = 0x5741544348  # any number, the same for every migrator
_SECONDS_BETWEEN_TRIES = 0.1


def _dsn() -> str:
    dsn = context.config.attributes.get("dsn") or Settings().external_dsn
    if not isinstance(dsn, str):
        raise SystemExit("Which database? Use `manage.py migrate`, or set DATABASE_URL.")
    return dsn


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Entity.metadata,
        transaction_per_migration=True,
        compare_type=True,
        compare_server_default=True,
    )
    _lock(connection)
    with context.begin_transaction():
        context.run_migrations()


def _lock(connection: Connection) -> None:
    """Wait until no other migrator is at work. Waiting within a statement would have a snapshot, and the other's
    CREATE INDEX CONCURRENTLY would wait for that."""
    while not connection.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": _LOCK}).scalar():
        connection.commit()
        time.sleep(_SECONDS_BETWEEN_TRIES)
    connection.commit()


async def _run_online() -> None:
    engine = create_async_engine(DatabaseOptions(_dsn()).url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate)
            await connection.commit()
    finally:
        await engine.dispose()


if context.is_offline_mode():
    context.configure(dialect_name="postgresql", target_metadata=Entity.metadata, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    asyncio.run(_run_online())
