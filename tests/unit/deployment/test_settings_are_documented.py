import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from watchkeeper.commands.documents import first_admin_settings
from watchkeeper.commands.first_admin_settings import FirstAdminSettings
from watchkeeper.configs import configuration_page
from watchkeeper.configs.setting_descriptions import SettingDescription, described
from watchkeeper.configs.settings import PROJECT_ROOT, Settings

_ASSIGNMENT = re.compile(r"^([A-Z][A-Z0-9_]*)=(.*)$", re.MULTILINE)
_COMPOSE_VARIABLE = re.compile(r"\$\{([A-Z0-9_]+)")
_REMAKE = "make docs makes the page anew"


def _descriptions() -> dict[str, SettingDescription]:
    return {one.name: one for one in configuration_page.all_descriptions(first_admin_settings())}


def _compose_variables() -> set[str]:
    return set(_COMPOSE_VARIABLE.findall((PROJECT_ROOT / "docker-compose.yml").read_text("utf-8")))


def _example() -> dict[str, str]:
    return dict(_ASSIGNMENT.findall((PROJECT_ROOT / ".env.example").read_text("utf-8")))


def _page() -> str:
    return (PROJECT_ROOT / "docs" / "configuration.md").read_text("utf-8")


def _leaves(model: type[BaseModel], prefix: str) -> set[str]:
    names: set[str] = set()
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            names |= _leaves(field.annotation, f"{prefix}{name}__".upper())
        else:
            names.add(f"{prefix}{name}".upper())
    return names


def test_configuration_page_is_what_the_settings_say() -> None:
    assert configuration_page.configuration_page(first_admin_settings()) == _page(), _REMAKE


def test_configuration_page_names_every_setting_once_and_nothing_else() -> None:
    named = re.findall(r"^\| `([A-Z][A-Z0-9_]*)` \|", _page().partition("## Variables that are not")[0], re.MULTILINE)
    settings = _leaves(Settings, "") | _leaves(FirstAdminSettings, "FIRST_SUPERUSER_")
    assert sorted(named) == sorted(settings | _compose_variables())


def test_configuration_page_tells_the_default_a_setting_has() -> None:
    rows = {line.split("`")[1]: line for line in _page().splitlines() if line.startswith("| `")}
    expected = {
        name: f"| `{name}` | `{one.default}` |" if one.default else f"| `{name}` | |"
        for name, one in _descriptions().items()
    }
    assert {name: rows.get(name) for name, row in expected.items() if not rows.get(name, "").startswith(row)} == {}


def test_every_setting_has_values_and_a_sentence() -> None:
    lacking = [one.name for one in _descriptions().values() if not one.values or not one.meaning.endswith(".")]
    assert lacking == []


def test_setting_without_a_word_about_it_is_refused() -> None:
    class Wordless(BaseModel):
        told: int = 1
        """Of this one there is something to say."""
        untold: int = 2

    with pytest.raises(KeyError, match="untold"):
        list(described(Wordless))


def test_setting_without_a_section_is_refused() -> None:
    stray = SettingDescription("STRAY_SETTING", "", "text", "Belongs nowhere.")
    with pytest.raises(LookupError, match="STRAY_SETTING"):
        configuration_page.configuration_page([stray])


def test_env_example_names_every_setting_and_nothing_else() -> None:
    assert set(_example()) == set(_descriptions())


def test_env_example_holds_the_default_a_setting_has() -> None:
    defaults = {name: one.default for name, one in _descriptions().items()}
    # Relative to the project there, to the present folder where it is set.
    assert _example() == defaults | {"WATCHKEEPER_DATA_DIR": ""}


@pytest.mark.parametrize("name", sorted(_compose_variables() - _leaves(Settings, "")))
def test_variable_of_compose_alone_has_the_default_that_is_documented(name: str) -> None:
    compose = (PROJECT_ROOT / "docker-compose.yml").read_text("utf-8")
    assert f"${{{name}:-{_descriptions()[name].default}}}" in compose


def test_env_example_copied_as_it_is_leads_to_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _descriptions():
        monkeypatch.delenv(name, raising=False)
    copy = tmp_path / ".env"
    copy.write_text((PROJECT_ROOT / ".env.example").read_text("utf-8"), "utf-8")

    assert Settings(_env_file=copy) == Settings(_env_file=None)
    assert not FirstAdminSettings(_env_file=copy).is_complete
