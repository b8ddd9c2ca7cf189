"""The page of all settings, generated from the settings and `resources/docs/configuration.md.template`.

A line `{DATABASE_URL, POSTGRES__}` of the template becomes the rows of a setting and of a whole group.
"""

import re
from collections.abc import Iterable

from watchkeeper.configs.setting_descriptions import SettingDescription, described
from watchkeeper.configs.settings import Settings
from watchkeeper.resources import docs_text

_NAMES = re.compile(r"^\{(.+)\}$", re.MULTILINE)
_COMPOSE = (
    SettingDescription("PUBLISH_ADDRESS", "127.0.0.1", "text", "Address on which compose publishes the API."),
    SettingDescription("PUBLISH_PORT", "8100", "1 to 65535", "Port on that address."),
    SettingDescription(
        "SITE_ADDRESS", "localhost", "text", "The name for which the service `proxy` of compose has a certificate."
    ),
)


def all_descriptions(beside: Iterable[SettingDescription]) -> list[SettingDescription]:
    """Return every variable that may stand in `.env`; those `beside` the settings are of the caller."""
    return [*described(Settings), *beside, *_COMPOSE]


def configuration_page(beside: Iterable[SettingDescription]) -> str:
    """Return the page in Markdown. Raises LookupError for a setting that belongs to no section."""
    descriptions = all_descriptions(beside)
    template = docs_text("configuration.md.template")
    names = [name for line in _NAMES.findall(template) for name in line.split(", ")]
    homeless = [one.name for one in descriptions if not any(_is_of(one, name) for name in names)]
    if homeless:
        raise LookupError(f"No section of configuration.md.template has {', '.join(homeless)}.")
    return _NAMES.sub(lambda line: _rows(line[1].split(", "), descriptions), template)


def _is_of(one: SettingDescription, name: str) -> bool:
    return one.name.startswith(name) if name.endswith("_") else one.name == name


def _rows(names: list[str], descriptions: list[SettingDescription]) -> str:
    return "\n".join(_row(one) for name in names for one in descriptions if _is_of(one, name))


def _row(one: SettingDescription) -> str:
    default = f" `{one.default}` " if one.default else " "
    return f"| `{one.name}` |{default}| {one.values} | {one.meaning} |"
