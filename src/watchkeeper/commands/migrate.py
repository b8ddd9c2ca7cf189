"""manage.py migrate: the schema of the database."""

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

from watchkeeper.commands.direct import direct_database
from watchkeeper.commands.runtime import fail, load_settings, out, reported_errors, require_newest_schema
from watchkeeper.configs.migrations import alembic_config, current_revision

app = typer.Typer(help="Change or look at the schema of the database.", no_args_is_help=True, add_completion=False)

Revision = Annotated[str, typer.Argument(help="A revision, or a number of steps like +1 or -1.")]


@app.command("up")
def up(revision: Revision = "head") -> None:
    """Bring the schema up to a revision, by default the newest."""
    with _configured() as config:
        command.upgrade(config, revision)
        _print_status(config)


@app.command("down", context_settings={"ignore_unknown_options": True})
def down(revision: Revision = "-1") -> None:
    """Take the schema back, by default one revision. This drops what the revision had added, with its data."""
    with _configured() as config:
        command.downgrade(config, revision)
        _print_status(config)


@app.command("status")
def status() -> None:
    """Print which revision the database has and which come after it."""
    with _configured() as config:
        _print_status(config)


@app.command("check")
def check() -> None:
    """Fail unless the database has the newest revision and the models describe exactly that schema."""
    with _configured() as config:
        require_newest_schema(_current(config))
        command.check(config)
        out.print("The schema is the newest one, and the models describe it.")


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
        out.print(f"  to come: {script.revision} {script.doc}")
