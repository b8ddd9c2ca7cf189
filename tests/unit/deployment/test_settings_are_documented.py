import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from watchkeeper.commands.first_admin import FirstSuperuser
from watchkeeper.configs.settings import PROJECT_ROOT, Settings

_ASSIGNMENT = re.compile(r"^([A-Z][A-Z0-9_]*)=(.*)$", re.MULTILINE)
_TABLE_ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]*)` \| (?:`(.*?)`)? ?\| .*\|$", re.MULTILINE)
_COMPOSE_VARIABLE = re.compile(r"\$\{([A-Z0-9_]+)")
_NOT_SET = "not set"


def _settings_with_defaults() -> dict[str, str]:
    """Return every setting by the name of its variable, with its default as it is written in `.env`."""
    settings = _flattened(Settings, "") | _flattened(FirstSuperuser, "FIRST_SUPERUSER_")
    return settings | {"WATCHKEEPER_DATA_DIR": ".state"}


def _flattened(model: type[BaseModel], prefix: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            values |= _flattened(field.annotation, f"{prefix}{name}__".upper())
        else:
            values[f"{prefix}{name}".upper()] = _written(field.default)
    return values


def _written(default: Any) -> str:
    if default is None:
        return ""
    if isinstance(default, SecretStr):
        return default.get_secret_value()
    return json.dumps(default) if isinstance(default, bool | list) else str(default)


def _compose_variables() -> set[str]:
    return set(_COMPOSE_VARIABLE.findall((PROJECT_ROOT / "docker-compose.yml").read_text("utf-8")))


def _example() -> dict[str, str]:
    return dict(_ASSIGNMENT.findall((PROJECT_ROOT / ".env.example").read_text("utf-8")))


def _page() -> dict[str, str]:
    text = (PROJECT_ROOT / "docs" / "configuration.md").read_text("utf-8").partition("## Variables that are not")[0]
    return {name: default or "" for name, default in _TABLE_ROW.findall(text)}


def test_env_example_names_every_setting_and_nothing_else() -> None:
    assert set(_example()) == set(_settings_with_defaults()) | _compose_variables()


def test_configuration_page_names_every_setting_and_nothing_else() -> None:
    assert set(_page()) == set(_settings_with_defaults()) | _compose_variables()


@pytest.mark.parametrize("name", sorted(_settings_with_defaults()))
def test_configuration_page_tells_the_default_a_setting_has(name: str) -> None:
    assert _page().get(name, _NOT_SET) == _settings_with_defaults()[name]


@pytest.mark.parametrize("name", sorted(set(_settings_with_defaults()) - {"WATCHKEEPER_DATA_DIR"}))
def test_env_example_holds_the_default_a_setting_has(name: str) -> None:
    assert _example().get(name, _NOT_SET) == _settings_with_defaults()[name]


@pytest.mark.parametrize("name", sorted(_compose_variables() - set(_settings_with_defaults())))
def test_variable_of_compose_alone_has_the_default_that_is_documented(name: str) -> None:
    compose = (PROJECT_ROOT / "docker-compose.yml").read_text("utf-8")
    assert f"${{{name}:-{_page()[name]}}}" in compose
    assert _example()[name] == _page()[name]


def test_env_example_copied_as_it_is_leads_to_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _settings_with_defaults():
        monkeypatch.delenv(name, raising=False)
    copy = tmp_path / ".env"
    copy.write_text((PROJECT_ROOT / ".env.example").read_text("utf-8"), "utf-8")

    assert Settings(_env_file=copy) == Settings(_env_file=None)
    assert not FirstSuperuser(_env_file=copy).is_complete
