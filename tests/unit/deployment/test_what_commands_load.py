"""A command loads what it needs itself: the service starts in seconds because of what it leaves out."""

import os
import subprocess
import sys

import pytest
import typer
from alembic.script import ScriptDirectory

from watchkeeper.commands.main import LazyCommands, app, imported_command
from watchkeeper.configs.migrations import alembic_config, newest_revision
from watchkeeper.configs.settings import PROJECT_ROOT

_LOADED = "import sys; sys.path.insert(0, 'src'); import {modules}; print(*sys.modules)"


def _loaded_by(*commands: str) -> set[str]:
    modules = ", ".join(f"watchkeeper.commands.{name}" for name in commands)
    command = [sys.executable, "-c", _LOADED.format(modules=modules)]
    return set(subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize(
    ("commands", "left_out"),
    [
        (["main"], {"sqlalchemy", "fastapi", "alembic", "redis", "pydantic"}),
        (["run", "worker"], {"alembic", "redis", "prometheus_client", "opentelemetry.sdk"}),
        (["backup", "database", "migrate"], {"watchkeeper.configs.container", "redis", "opentelemetry.sdk"}),
    ],
)
def test_what_is_not_used_is_not_loaded(commands: list[str], left_out: set[str]) -> None:
    assert _loaded_by(*commands) & left_out == set()


def test_every_command_can_be_loaded() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, LazyCommands)
    context = group.make_context("manage.py", ["version"])

    names = [name for name in group.list_commands(context) if name != "version"]

    helps = {name: imported_command(name).help for name in names}

    assert len(helps) > 15
    assert helps == {name: group.get_command(context, name).help for name in names}


def test_help_of_all_commands_loads_none_of_them() -> None:
    program = "import sys; sys.argv = ['manage.py', '--help']; from watchkeeper.commands.main import app\ntry: app()\n"
    program += "finally: print('', *sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT_ROOT,
        env={**os.environ, "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "refresh-metadata" in loaded
    assert set(loaded.splitlines()[-1].split()) & {"sqlalchemy", "fastapi", "pydantic"} == set()


def test_newest_revision_is_the_one_that_alembic_finds() -> None:
    assert newest_revision() == ScriptDirectory.from_config(alembic_config("")).get_current_head()
