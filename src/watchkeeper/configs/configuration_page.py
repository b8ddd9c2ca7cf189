"""The page of all settings, made from the settings themselves."""

from collections.abc import Iterable

from watchkeeper.configs.configuration_texts import INTRODUCTION, NOT_SETTINGS, SECTIONS, Section
from watchkeeper.configs.setting_descriptions import SettingDescription, described
from watchkeeper.configs.settings import Settings

_HEAD = "| name | default | values | meaning |\n|---|---|---|---|\n"
_COMPOSE = (
    SettingDescription("PUBLISH_ADDRESS", "127.0.0.1", "text", "Address of the machine on which the API is reachable."),
    SettingDescription("PUBLISH_PORT", "8100", "1 to 65535", "Port there."),
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
    homeless = [one.name for one in descriptions if not any(_belongs(one, section) for section in SECTIONS)]
    if homeless:
        raise LookupError(f"No section of configuration_texts.py has {', '.join(homeless)}.")
    return "\n".join([INTRODUCTION, *(_section(section, descriptions) for section in SECTIONS), NOT_SETTINGS])


def _belongs(one: SettingDescription, section: Section) -> bool:
    return any(_is_of(one, name) for name in section.names)


def _is_of(one: SettingDescription, name: str) -> bool:
    return one.name.startswith(name) if name.endswith("_") else one.name == name


def _section(section: Section, descriptions: list[SettingDescription]) -> str:
    rows = [_row(one) for name in section.names for one in descriptions if _is_of(one, name)]
    introduction = f"{section.introduction}\n\n" if section.introduction else ""
    return f"## {section.heading}\n\n{introduction}{_HEAD}" + "\n".join(rows) + "\n"


def _row(one: SettingDescription) -> str:
    default = f" `{one.default}` " if one.default else " "
    return f"| `{one.name}` |{default}| {one.values} | {one.meaning} |"
