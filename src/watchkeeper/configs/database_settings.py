"""Settings of the database: its address, its pool and its timeouts."""

from typing import Literal
from urllib.parse import quote

from pydantic import BaseModel, Field, SecretStr


class PostgresSettings(BaseModel):
    """An external PostgreSQL by the parts of its DSN. `DATABASE_URL` overrides it."""

    host: str | None = None
    """The same as `DATABASE_URL` by its parts; signs in user name and password need no escaping here."""
    port: int = Field(default=5432, ge=1, le=65535)
    """Its port."""
    database: str = "watchkeeper"
    """The name of the database."""
    username: str = "watchkeeper"
    """The account the service signs in with."""
    password: SecretStr = SecretStr("")
    """That account's password."""

    def dsn(self) -> str | None:
        """Return the DSN, or None without a host."""
        if self.host is None:
            return None
        account = f"{quote(self.username, safe='')}:{quote(self.password.get_secret_value(), safe='')}"
        return f"postgresql://{account}@{self.host}:{self.port}/{quote(self.database, safe='')}"


class DatabaseSettings(BaseModel):
    pool_size: int = Field(default=10, ge=1, le=200)
    """Connections for requests that each process opens at most; besides, it has one to hear of changes and, now and
    then, one for readiness."""
    pool_wait_seconds: float = Field(default=2.0, gt=0, le=60)
    """How long a request waits for a connection, first come, first served; then it is answered with 503."""
    statement_seconds: float = Field(default=10.0, gt=0, le=600)
    """How long one statement may run."""
    lock_seconds: float = Field(default=3.0, gt=0, le=600)
    """How long a statement may wait for a lock."""
    pooler: Literal["transaction", "none"] = "none"
    """`transaction` when a pooler in transaction mode (PgBouncer) stands between, also before a replica; see
    [operations.md](operations.md#pgbouncer)."""
    replica_seconds: float = Field(default=1.0, gt=0, le=60)
    """How long a read waits for the replica; then the primary is asked, and the replica left in peace for two
    seconds."""
    replica_lag_seconds: float = Field(default=10.0, gt=0, le=3600)
    """How much later than the primary the replica may be in what people see of others; a later one is passed over."""
