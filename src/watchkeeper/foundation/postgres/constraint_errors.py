"""Translates violations of constraints into errors of the service, which name the row that is in the way."""

from collections.abc import Callable, Mapping
from functools import partial
from types import TracebackType
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import ColumnElement, literal_column, select

from watchkeeper.foundation.core.errors import Existing, ExistingConflictError, ServiceError
from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.statement import Statement


class Conflict(NamedTuple):
    """The error of a constraint, and the statement that finds the row that is in the way.

    The statement runs when the transaction has failed, never otherwise. Its parameters are values of the row that was
    to be written, and `caller_id`. Its columns are those of `Existing`: `kind`, `id` and, if it has one, `key`.
    """

    error: type[ExistingConflictError]
    find: Statement


ConstraintErrors = Mapping[str, Conflict | Callable[[], ServiceError]]
"""Errors by the names of constraints."""


def existing(kind: str, id: Any, *conditions: ColumnElement[bool]) -> Any:  # noqa: A002, ANN401 - SQLAlchemy's
    """Select the first row of a kind that meets the conditions, for a `Conflict`."""
    return select(literal_column(f"'{kind}'").label("kind"), id.label("id")).where(*conditions).order_by(id).limit(1)


class translate_constraint_errors:  # noqa: N801 - used like a function
    """Translates the violation of a named constraint into its error; others are raised unchanged.

    `values` are those of the statement that runs inside.
    """

    __slots__ = ("_database", "_errors", "_values")

    def __init__(self, errors: ConstraintErrors, database: Database, values: Mapping[str, Any]) -> None:
        self._errors = errors
        self._database = database
        self._values = values

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, violation: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(violation, asyncpg.IntegrityConstraintViolationError):
            named = self._errors.get(violation.constraint_name or "")
            if named is not None:
                raise self._error(named) from violation

    def _error(self, named: Conflict | Callable[[], ServiceError]) -> ServiceError:
        if not isinstance(named, Conflict):
            return named()
        error = named.error()
        values = {**self._values, "caller_id": current_request().actor_id}
        error.find_existing = partial(_find, self._database, named.find, values)
        return error


async def _find(database: Database, statement: Statement, values: Mapping[str, Any]) -> Existing | None:
    row = await database.fetch_one(statement, **values)
    return Existing(**dict(row)) if row is not None else None
