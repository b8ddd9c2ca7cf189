"""A PostgreSQL server without set-up: the programs of a Python package, with the data in the project's folder."""

from watchkeeper.foundation.embedded_postgres.failures import EmbeddedPostgresError
from watchkeeper.foundation.embedded_postgres.launcher import EmbeddedPostgres

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError"]
