import asyncpg
import pytest
import typer

from watchkeeper.commands.runtime import reported_errors
from watchkeeper.foundation.core.errors import DatabaseUnavailableError


def message_of(capsys: pytest.CaptureFixture[str], failure: BaseException) -> str:
    with pytest.raises(typer.Exit), reported_errors():
        raise failure
    return capsys.readouterr().err


@pytest.mark.parametrize(
    "failure",
    [
        ConnectionRefusedError("refused"),
        asyncpg.InvalidPasswordError("wrong password"),
        asyncpg.InvalidCatalogNameError("no such database"),
        asyncpg.TooManyConnectionsError("too many clients"),
        asyncpg.CannotConnectNowError("starting up"),
        asyncpg.InterfaceError("the connection is closed"),
        DatabaseUnavailableError(),
    ],
)
def test_database_that_lets_nobody_in_can_not_be_reached(
    capsys: pytest.CaptureFixture[str], failure: BaseException
) -> None:
    assert "The database can't be reached" in message_of(capsys, failure)


def test_violated_constraint_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    message = message_of(capsys, asyncpg.UniqueViolationError('duplicate key violates "uq_titles"'))
    assert message == '✗ PostgreSQL refuses a statement (duplicate key violates "uq_titles"; SQLSTATE 23505).\n'


def test_lock_that_is_not_to_be_had_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    failure = DatabaseUnavailableError()
    failure.__cause__ = asyncpg.LockNotAvailableError("canceling statement due to lock timeout")
    assert "PostgreSQL refuses a statement (canceling" in message_of(capsys, failure)
