"""Settings of the database: its address, pool and time-outs."""

from typing import Literal
from urllib.parse import quote

from pydantic import BaseModel, Field, SecretStr


class PostgresSettings(BaseModel):
    """An external PostgreSQL by its parts; `DATABASE_URL` does the same in one line and overrides them."""

    host: str | None = None
    """Host of the PostgreSQL, in place of `DATABASE_URL`; user name and password need no escaping here."""
    port: int = Field(default=5432, ge=1, le=65535)
    """Its port."""
    database: str = "watchkeeper"
    """The name of the database."""
    username: str = "watchkeeper"
    """The role of the service."""
    password: SecretStr = SecretStr("")
    """The password of the role."""

    def dsn(self) -> str | None:
        """Return the DSN, or None without a host."""
        if self.host is None:
            return None
        account = f"{quote(self.username, safe='')}:{quote(self.password.get_secret_value(), safe='')}"
        return f"postgresql://{account}@{self.host}:{self.port}/{quote(self.database, safe='')}"


class DatabaseSettings(BaseModel):
    pool_size: int = Field(default=10, ge=1, le=200)
    """Maximum of connections for requests in each process; besides, it has one for notifications and, now and then, one
    for readiness."""
    pool_wait_seconds: float = Field(default=2.0, gt=0, le=60)
    """How long a request waits for a connection, in order of arrival; then the response is 503."""
    statement_seconds: float = Field(default=10.0, gt=0, le=600)
    """Time-out of one statement."""
    lock_seconds: float = Field(default=3.0, gt=0, le=600)
    """Time-out of a statement that waits for a lock."""
    pooler: Literal["transaction", "none"] = "none"
    """`transaction` behind a pooler in transaction mode (PgBouncer), also for a replica; see
    [operations.md](operations.md#pgbouncer)."""
    replica_lag_seconds: float = Field(default=10.0, gt=0, le=3600)
    """Maximum lag of the replica for changes of other people; a replica with more lag is not used."""
