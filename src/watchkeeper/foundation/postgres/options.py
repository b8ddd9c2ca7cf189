import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

SERVICE_NAME = "watchkeeper"
_POOLED_SETTINGS = {"application_name": SERVICE_NAME, "timezone": "UTC"}
_SESSION_SETTINGS = {**_POOLED_SETTINGS, "jit": "off"}
_LIBPQ_ONLY = {"sslmode": "ssl"}


@dataclass(frozen=True, slots=True)
class DatabaseOptions:
    """The address of PostgreSQL and the timeouts of the service, in seconds."""

    dsn: str = field(repr=False)
    pool_size: int = 10
    pool_wait_seconds: float = 2.0
    connect_seconds: float = 3.0
    statement_seconds: float = 10.0
    lock_seconds: float = 3.0
    through_pooler: bool = False
    """Connections go through a pooler in transaction mode (PgBouncer): no prepared statements."""
    process_name: str = field(default_factory=lambda: f"{SERVICE_NAME} {secrets.token_hex(4)}")
    """The `application_name` of the sessions of this process, which tells them from those of others."""

    @property
    def url(self) -> str:
        """The DSN in SQLAlchemy's form, for migrations; libpq's `sslmode` is asyncpg's `ssl`."""
        parts = urlsplit(self.dsn)
        query = [(_LIBPQ_ONLY.get(name, name), value) for name, value in parse_qsl(parts.query)]
        return urlunsplit(("postgresql+asyncpg", parts.netloc, parts.path, urlencode(query), ""))

    def connect_arguments(self) -> dict[str, Any]:
        """Return the arguments of `asyncpg.connect`."""
        settings = {**_SESSION_SETTINGS, "application_name": self.process_name}
        arguments: dict[str, Any] = {"timeout": self.connect_seconds, "command_timeout": self.statement_seconds + 2}
        if self.through_pooler:
            arguments["statement_cache_size"] = 0
            return arguments | {"server_settings": _POOLED_SETTINGS}  # a pooler rejects all but a few
        # PostgreSQL plans a statement for its values five times before it may keep a plan: 2 ms each for a list. By
        # default the driver prepares all of them anew after five minutes, so that a quiet service always plans.
        arguments["max_cached_statement_lifetime"] = 0
        settings["statement_timeout"] = str(int(self.statement_seconds * 1000))
        settings["lock_timeout"] = str(int(self.lock_seconds * 1000))
        settings["idle_in_transaction_session_timeout"] = "60000"
        return arguments | {"server_settings": settings}
