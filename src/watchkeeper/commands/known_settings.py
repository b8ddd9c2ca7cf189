"""What commands say of names that were meant as settings and are none."""

import typer

from watchkeeper.commands.first_admin import FirstSuperuser
from watchkeeper.commands.runtime import NOT_DONE, err
from watchkeeper.configs.setting_names import WrongName, given_names, wrong_names


def wrong_settings() -> list[WrongName]:
    """Return the names in the environment and in `.env` that were meant as settings and are none."""
    return wrong_names(given_names(), {"FIRST_SUPERUSER_": FirstSuperuser})


def require_known_settings() -> None:
    """Name each wrong setting, and end the command when one of them is certain to be meant for this service."""
    wrong = wrong_settings()
    for one in wrong:
        sign = "[red]✗[/red]" if one.is_certain else "[yellow]![/yellow]"
        err.print(f"{sign} {one.name}: {one.sentence} {one.remedy}")
    if any(one.is_certain for one in wrong):
        raise typer.Exit(NOT_DONE)
