"""Functions that commands share: loading the settings, opening the database, reporting errors."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NoReturn

import asyncpg
import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from rich.console import Console

from watchkeeper.configs.migrations import newest_revision
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.core.errors import DatabaseUnavailableError, ServiceError
from watchkeeper.foundation.embedded_postgres.failures import EmbeddedPostgresError
from watchkeeper.foundation.embedded_postgres.launcher import EmbeddedPostgres
from watchkeeper.foundation.embedded_postgres.supervisor import supervised

NOT_DONE = 1
_UNREACHABLE = ("08", "28", "3D", "53", "57")
"""Classes of SQLSTATE by which PostgreSQL rejects a client, or ends its connection."""

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def fail(sentence: str) -> NoReturn:
    """Print an error message and end the command with exit code 1."""
    err.print(f"[red]✗[/red] {sentence}")
    raise typer.Exit(NOT_DONE)


def load_settings() -> Settings:
    """Return the settings, or end the command with a message for each invalid one."""
    try:
        return Settings()
    except ValidationError as failure:
        for error in failure.errors(include_input=False, include_url=False):
            name = "__".join(str(step) for step in error["loc"]).upper()
            err.print(f"[red]✗[/red] {name + ': ' if name else ''}{error['msg'].removeprefix('Value error, ')}")
        raise typer.Exit(NOT_DONE) from failure
    except SettingsError as failure:
        fail(f"{failure}.")


def signing_secret(settings: Settings) -> str:
    """Return the secret that signs tokens: AUTH__SECRET_KEY, else (in development) one stored in the data folder."""
    if settings.auth.secret_key is not None:
        return settings.auth.secret_key.get_secret_value()
    file = settings.watchkeeper_data_dir / "secret_key"
    try:
        return _stored_secret(file)
    except OSError:
        err.print(
            f"[yellow]![/yellow] {file} can't be written: tokens will not outlive this run. Set AUTH__SECRET_KEY."
        )
        return secrets.token_hex(32)


def _stored_secret(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_hex(32))
    try:
        file.hardlink_to(draft)  # atomic; fails if another process was first
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text().strip()


@contextmanager
def database_of(settings: Settings, *, is_supervised: bool = False) -> Iterator[str]:
    """Yield the DSN of the configured database. The embedded one runs at least until the end of the block.

    With `is_supervised` it is restarted if it dies during the block.
    """
    if settings.external_dsn is not None:
        yield settings.external_dsn
        return
    server = EmbeddedPostgres(settings.watchkeeper_data_dir)
    try:
        dsn = server.start()
    except EmbeddedPostgresError as failure:
        fail(str(failure))
    try:
        with supervised(server) if is_supervised else nullcontext():
            yield dsn
    finally:
        server.release()


@contextmanager
def direct_database(settings: Settings) -> Iterator[str]:
    """Yield the DSN of the configured database, or end the command if it is behind a pooler in transaction mode.

    Behind such a pooler the session lock of the migrations does not exclude concurrent ones, and session settings of
    pg_dump, such as an empty search path, would remain on a connection that other clients get.
    """
    if settings.database.pooler == "transaction":
        fail(
            "This command can't run through a pooler: set DATABASE_URL to PostgreSQL itself and "
            "DATABASE__POOLER=none for it."
        )
    with database_of(settings) as dsn:
        yield dsn


def require_newest_schema(current: str | None) -> None:
    """End the command unless `current` is the schema revision of this version."""
    if current != newest_revision():
        needed = newest_revision()
        fail(f"The database has schema {current or 'none'}, {needed} is needed: run `manage.py migrate up` first.")


def require_new_enough_schema(current: str | None) -> None:
    """End the command if `current` is older than this version needs. A newer one exists during an upgrade."""
    if current is None or current < newest_revision():
        require_newest_schema(current)


@contextmanager
def reported_errors(spelled: Callable[[str], str] = str) -> Iterator[None]:
    """End the command with a message if the block raises a service error, or can't reach the database or a file.

    `spelled` returns a message in the words of the command.
    """
    try:
        yield
    except DatabaseUnavailableError as failure:
        fail(_sentence_of(failure.__cause__ or failure))
    except ServiceError as error:
        fail(spelled(" ".join(dict.fromkeys([error.detail, *(field.detail for field in error.fields)]))))
    except OSError as failure:
        fail(f"{failure.filename}: {failure.strerror}." if failure.filename else _sentence_of(failure))
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as failure:
        fail(_sentence_of(failure))


def _sentence_of(failure: BaseException) -> str:
    reason = str(failure) or type(failure).__name__
    if isinstance(failure, asyncpg.PostgresError) and not failure.sqlstate.startswith(_UNREACHABLE):
        return f"PostgreSQL refuses a statement ({reason}; SQLSTATE {failure.sqlstate})."
    return f"The database can't be reached ({reason}). Check DATABASE_URL; `manage.py doctor` tells more."
