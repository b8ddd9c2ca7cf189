"""The commands of manage.py. Each is imported on use, because importing all of them takes a second."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup

from watchkeeper import __version__

_COMMANDS: Final[Mapping[str, str]] = {
    "run": "run:run",
    "migrate": "migrate:app",
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
"""The commands by name: the module of each, and the attribute that is the command."""


class LazyCommands(TyperGroup):
    """A group that imports a command when it is looked up; its help imports all of them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - click's context, of click or of typer's own copy
        return [*_COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = _COMMANDS[cmd_name].partition(":")
        return _command(cmd_name, getattr(import_module(f"watchkeeper.commands.{module}"), attribute))


def _command(name: str, found: Any) -> Any:  # noqa: ANN401
    own = found
    if not isinstance(found, typer.Typer):
        own = typer.Typer(add_completion=False)
        own.command(name)(found)
    command = typer.main.get_command(own)
    command.name = name
    return command


app = typer.Typer(cls=LazyCommands, no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False)


@app.callback()
def watchkeeper() -> None:
    """Watchkeeper: the open backend for what people watch."""


@app.command("version")
def version() -> None:
    """Print the version."""
    typer.echo(__version__)
