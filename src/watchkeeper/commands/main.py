"""The commands of manage.py. Each is imported when it runs, because importing all of them takes seconds."""

import ast
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from watchkeeper import __version__

_COMMANDS: Final[Mapping[str, str]] = {
    "run": "run:run",
    "migrate": "migrate:migrate",
    "create-admin": "create_admin:create_admin",
    "set-password": "set_password:set_password",
    "reset-link": "reset_link:reset_link",
    "make-keys": "make_keys:make_keys",
    "import": "import_history:import_history",
    "export": "export:export",
    "load-catalogue": "load_catalogue:load_catalogue",
    "recount": "recount:recount",
    "refresh-metadata": "refresh_metadata:refresh_metadata",
    "backup": "backup:backup",
    "restore": "backup:restore",
    "configuration": "documents:configuration",
    "openapi": "documents:openapi",
    "error-codes": "documents:error_codes",
    "postman": "documents:postman",
    "doctor": "doctor:doctor",
    "db-stop": "database:stop",
}
"""The commands by name: the module of each, and the function whose docstring is its help."""


class LazyCommands(TyperGroup):
    """A group that imports a command when it runs. To list the commands it only reads their docstrings."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - click's context, of click or of typer's own copy
        return [*_COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401
        if cmd_name in _COMMANDS:
            return TyperCommand(cmd_name, help=_docstring(cmd_name))
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        name, command, rest = super().resolve_command(ctx, args)
        return name, command if name is None or name not in _COMMANDS else imported_command(name), rest


def imported_command(name: str) -> Any:  # noqa: ANN401
    """Import a command: the `app` of its module if it has commands of its own, else its function."""
    module_name, _, function = _COMMANDS[name].partition(":")
    module = import_module(f"watchkeeper.commands.{module_name}")
    group = getattr(module, "app", None)
    if group is None:
        group = typer.Typer(add_completion=False)
        group.command(name)(getattr(module, function))
    command = typer.main.get_command(group)
    command.name = name
    return command


def _docstring(name: str) -> str | None:
    module, _, function = _COMMANDS[name].partition(":")
    nodes = ast.parse(Path(__file__).with_name(f"{module}.py").read_text("utf-8")).body
    return next(
        ast.get_docstring(node) for node in nodes if isinstance(node, ast.FunctionDef) and node.name == function
    )


app = typer.Typer(cls=LazyCommands, no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False)


@app.callback()
def watchkeeper() -> None:
    """Watchkeeper: the open backend for what people watch."""


@app.command("version")
def version() -> None:
    """Print the version."""
    typer.echo(__version__)
