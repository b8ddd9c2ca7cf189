"""Translates errors of the driver into errors of the service."""

from types import TracebackType

import asyncpg

from watchkeeper.foundation.core.errors import DatabaseUnavailableError, TransactionConflictError

CONNECTION_LOST = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # raised when PostgreSQL closed the connection between two statements
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.CannotConnectNowError,
    asyncpg.ReadOnlySQLTransactionError,  # the server has become a standby: another one takes the writes
)
"""The connection is broken, or leads to the wrong server, and must not be reused."""

_UNAVAILABLE = (
    *CONNECTION_LOST,
    TimeoutError,
    asyncpg.InsufficientResourcesError,
    asyncpg.LockNotAvailableError,
)
_INVALID_VALUE = ValueError
"""asyncpg's error for a value that it can't encode is an InterfaceError and a ValueError: a bug of the service, raised
as it is."""


class DatabaseFailures:
    """Translates errors of an unreachable, overloaded or slow database into DatabaseUnavailableError.

    A deadlock or a serialization failure becomes a TransactionConflictError.
    """

    __slots__ = ()

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(failure, asyncpg.TransactionRollbackError):
            raise TransactionConflictError from failure
        if isinstance(failure, _UNAVAILABLE) and not isinstance(failure, _INVALID_VALUE):
            raise DatabaseUnavailableError from failure


DATABASE_FAILURES = DatabaseFailures()
"""The context manager for blocks that use PostgreSQL."""
