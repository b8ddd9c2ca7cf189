"""manage.py migrate: migrations of the database schema."""

import asyncio
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from watchkeeper.commands.runtime import (
    direct_database,
    fail,
    load_settings,
    out,
    reported_errors,
    require_newest_schema,
)
from watchkeeper.configs.migrations import alembic_config, current_revision

app = typer.Typer(no_args_is_help=True, add_completion=False)

Revision = Annotated[str, typer.Argument(help="A revision, or a number of steps like +1 or -1.")]


@app.callback()
def migrate() -> None:
    """Migrate or check the schema of the database."""


@app.command("up")
def up(revision: Revision = "head") -> None:
    """Upgrade the schema to a revision, by default the newest."""
    with _configured() as config:
        command.upgrade(config, revision)
        _print_status(config)


@app.command("down", context_settings={"ignore_unknown_options": True})
def down(revision: Revision = "-1") -> None:
    """Downgrade the schema, by default by one revision. This drops what the revision added, including the data."""
    with _configured() as config:
        command.downgrade(config, revision)
        _print_status(config)


@app.command("status")
def status() -> None:
    """Print the revision of the database and the revisions after it."""
    with _configured() as config:
        _print_status(config)


@app.command("check")
def check() -> None:
    """Fail unless the database has the newest revision and its schema equals that of the models."""
    with _configured() as config:
        require_newest_schema(_current(config))
        command.check(config)
        out.print("The schema is the newest one and equals that of the models.")


@contextmanager
def _configured() -> Iterator[Config]:
    with direct_database(load_settings()) as dsn, reported_errors():
        config = alembic_config(dsn)
        config.stdout = io.StringIO()
        try:
            yield config
        except CommandError as failure:
            fail(str(failure))


def _current(config: Config) -> str | None:
    return asyncio.run(current_revision(config.attributes["dsn"]))


def _print_status(config: Config) -> None:
    current = _current(config)
    out.print(f"The database has revision {current or 'none'}.")
    scripts = ScriptDirectory.from_config(config)
    for script in reversed(list(scripts.iterate_revisions("head", current or "base"))):
        out.print(f"  pending: {script.revision} {script.doc}")
