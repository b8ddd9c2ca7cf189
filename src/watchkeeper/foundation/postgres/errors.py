"""Which failures of the driver mean that the database is away, and how the service says so."""

from collections.abc import Callable, Mapping
from types import TracebackType

import asyncpg

from watchkeeper.foundation.core.errors import DatabaseUnavailableError, ServiceError, TransactionConflictError

CONNECTION_LOST = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # raised when PostgreSQL's farewell came between two statements
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.CannotConnectNowError,
    asyncpg.ReadOnlySQLTransactionError,  # the server is a standby by now: another one takes the writes
)
"""The connection is broken, or leads to the wrong server, and must not be used again."""

_AWAY = (
    *CONNECTION_LOST,
    TimeoutError,
    asyncpg.InsufficientResourcesError,
    asyncpg.LockNotAvailableError,
)
_OURS = ValueError
"""asyncpg's word for a value it can't encode is one of these too: a fault of ours."""


class DatabaseFailures:
    """Turns every sign that the database is away, overloaded or out of time into DatabaseUnavailableError.

    A deadlock or a serialization failure is a TransactionConflictError.
    """

    __slots__ = ()

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(failure, asyncpg.TransactionRollbackError):
            raise TransactionConflictError from failure
        if isinstance(failure, _AWAY) and not isinstance(failure, _OURS):
            raise DatabaseUnavailableError from failure


DATABASE_FAILURES = DatabaseFailures()
"""For blocks that talk to PostgreSQL."""


class translate_constraint_errors:  # noqa: N801 - used like a function
    """Turns the violation of a named constraint into the refusal it stands for; others are raised as they are."""

    __slots__ = ("_errors",)

    def __init__(self, errors: Mapping[str, Callable[[], ServiceError]]) -> None:
        self._errors = errors

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, violation: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(violation, asyncpg.IntegrityConstraintViolationError):
            error = self._errors.get(violation.constraint_name or "")
            if error is not None:
                raise error() from violation
