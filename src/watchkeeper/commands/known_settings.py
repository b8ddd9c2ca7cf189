"""Reporting unknown and renamed settings."""

import typer

from watchkeeper.commands.first_admin_settings import FirstAdminSettings
from watchkeeper.commands.runtime import NOT_DONE, err
from watchkeeper.configs.setting_names import WrongName, given_names, wrong_names


def wrong_settings() -> list[WrongName]:
    """Return the names in the environment and in `.env` that look like settings but are not."""
    return wrong_names(given_names(), {"FIRST_SUPERUSER_": FirstAdminSettings})


def require_known_settings() -> None:
    """Print each wrong name, and end the command if one of them is certainly meant as a setting of this service."""
    wrong = wrong_settings()
    for one in wrong:
        sign = "[red]✗[/red]" if one.is_certain else "[yellow]![/yellow]"
        err.print(f"{sign} {one.name}: {one.sentence} {one.remedy}")
    if any(one.is_certain for one in wrong):
        raise typer.Exit(NOT_DONE)
