"""PostgreSQL without any set-up: the server of a Python package, kept in the project's own folder."""

from watchkeeper.repositories.database.embedded.failures import EmbeddedPostgresError
from watchkeeper.repositories.database.embedded.launcher import EmbeddedPostgres

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError"]
