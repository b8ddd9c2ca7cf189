"""The database past a pooler, for commands that need one session from their beginning to their end."""

from collections.abc import Iterator
from contextlib import contextmanager

from watchkeeper.commands.runtime import database_of, fail
from watchkeeper.configs.settings import Settings


@contextmanager
def direct_database(settings: Settings) -> Iterator[str]:
    """Give the DSN of the database that is meant, or end the command where a pooler in transaction mode stands between.

    Through it the lock that keeps migrators apart keeps nobody, and what pg_dump sets for its session would be left to
    whoever gets the connection next: an empty search path, for one.
    """
    if settings.database.pooler == "transaction":
        fail(
            "This can't be done through a pooler: let DATABASE_URL name PostgreSQL itself, and set "
            "DATABASE__POOLER=none for this command."
        )
    with database_of(settings) as dsn:
        yield dsn
