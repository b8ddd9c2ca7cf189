"""PostgreSQL without any set-up: the server of a Python package, kept in the project's own folder."""

from watchkeeper.foundation.embedded_postgres.failures import EmbeddedPostgresError
from watchkeeper.foundation.embedded_postgres.launcher import EmbeddedPostgres

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError"]
