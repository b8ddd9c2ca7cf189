"""A direct connection to the database, for commands that need the same session throughout."""

from collections.abc import Iterator
from contextlib import contextmanager

from watchkeeper.commands.runtime import database_of, fail
from watchkeeper.configs.settings import Settings


@contextmanager
def direct_database(settings: Settings) -> Iterator[str]:
    """Yield the DSN of the configured database, or end the command if it is behind a pooler in transaction mode.

    Behind such a pooler the session lock of the migrations does not exclude concurrent ones, and session settings of
    pg_dump, such as an empty search path, would remain on a connection that other clients get.
    """
    if settings.database.pooler == "transaction":
        fail(
            "This command can't run through a pooler: set DATABASE_URL to PostgreSQL itself and "
            "DATABASE__POOLER=none for it."
        )
    with database_of(settings) as dsn:
        yield dsn
