"""manage.py configuration."""

from pathlib import Path
from typing import Annotated

import typer

from watchkeeper.commands.documents import publish
from watchkeeper.commands.first_admin import FirstSuperuser
from watchkeeper.configs.configuration_page import configuration_page
from watchkeeper.configs.setting_descriptions import SettingDescription, described


def configuration(
    output: Annotated[Path | None, typer.Option(help="Write the page to this file instead of printing it.")] = None,
) -> None:
    """Print the page of all settings, in Markdown. Needs no database and no settings."""
    publish(configuration_page(first_admin_settings()), output)


def first_admin_settings() -> list[SettingDescription]:
    """Return the variables of the first admin, which are not settings of the service."""
    return list(described(FirstSuperuser, "FIRST_SUPERUSER_"))
