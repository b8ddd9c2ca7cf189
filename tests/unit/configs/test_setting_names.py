"""Names that were meant as settings: what is said of them, and that those of others are left alone."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from dotenv import dotenv_values

from watchkeeper.commands.first_admin_settings import FirstAdminSettings
from watchkeeper.configs import setting_names
from watchkeeper.configs.old_settings import OLD_NAMES
from watchkeeper.configs.setting_names import WrongName, given_names, wrong_names
from watchkeeper.configs.settings import PROJECT_ROOT

OF_A_MACHINE = [
    *("PATH", "HOME", "HOSTNAME", "LANG", "LC_ALL", "TERM", "SHLVL", "PWD", "USER", "SHELL", "EDITOR", "HTTP_PROXY"),
    *("HTTPS_PROXY", "NO_PROXY", "VIRTUAL_ENV", "PYTHONPATH", "PYTHON", "NO_UV", "CI", "GITHUB_ACTIONS", "PGHOST"),
    *("PGPORT", "WEB_CONCURRENCY", "DOCKER_HOST", "KUBERNETES_SERVICE_HOST", "KUBERNETES_PORT", "SSH_AUTH_SOCK"),
    *("XDG_RUNTIME_DIR", "OTEL_SERVICE_NAMES", "OTEL_TRACES_SAMPLER", "AIRFLOW__CORE__FERNET_KEY"),
]


def wrong(*names: str) -> list[WrongName]:
    return wrong_names(names, {"FIRST_SUPERUSER_": FirstAdminSettings})


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("AUTH__SECRET_KY", "AUTH__SECRET_KEY"),
        ("LIMITS__READ", "LIMITS__READS"),
        ("TMDB__TOKEN", "TMDB__ACCESS_TOKEN"),
        ("FIRST_SUPERUSER_PASWORD", "FIRST_SUPERUSER_PASSWORD"),
    ],
)
def test_name_in_a_group_of_settings_is_certainly_wrong_and_the_nearest_is_told(name: str, meant: str) -> None:
    (found,) = wrong(name)
    assert (found.name, found.is_certain) == (name, True)
    assert f"Did you mean {meant}?" in found.remedy


def test_name_in_a_group_that_is_like_no_setting_leads_to_the_list_of_all() -> None:
    (found,) = wrong("AUTH__QQQQ")
    assert (found.is_certain, "docs/configuration.md" in found.remedy) == (True, True)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("DATABSE_URL", "DATABASE_URL"),
        ("REDIS_URI", "REDIS_URL"),
        ("LIMIT__READS", "LIMITS__READS"),
        ("POSTGRES_PASSWORD", "POSTGRES__PASSWORD"),
        ("CORS_ALLOWED_ORIGIN", "CORS_ALLOWED_ORIGINS"),
    ],
)
def test_name_like_a_setting_may_be_wrong_unless_that_is_set(name: str, meant: str) -> None:
    (found,) = wrong(name)
    assert (found.is_certain, f"Did you mean {meant}?" in found.remedy) == (False, True)
    assert wrong(name, meant) == []


@pytest.mark.parametrize("name", OF_A_MACHINE)
def test_name_of_others_is_left_alone(name: str) -> None:
    assert wrong(name) == []


@pytest.mark.parametrize("name", ["IMAGE_TEST", "IMAGE_TEST_CACHE", "PUBLISH_PORT", "SITE_ADDRESS"])
def test_name_that_compose_or_the_tests_read_is_left_alone(name: str) -> None:
    assert wrong(name) == []


def test_every_name_of_the_template_is_a_setting() -> None:
    template = dotenv_values(PROJECT_ROOT / ".env.example")
    assert len(template) > 50
    assert wrong(*template) == []


def test_whole_group_in_one_variable_is_a_setting() -> None:
    assert wrong("AUTH", "LIMITS") == []


@pytest.mark.parametrize(("new", "words"), [("REDIS_URL", "Write REDIS_URL."), (None, "Remove it")])
def test_old_name_is_certainly_wrong_and_says_what_stands_in_its_place(
    new: str | None, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old: Mapping[str, str | None] = {"STORE_ADDRESS": new}
    monkeypatch.setattr(setting_names, "OLD_NAMES", old)
    (found,) = wrong("STORE_ADDRESS")
    assert (found.is_certain, words in found.remedy) == (True, True)


def test_new_names_of_old_settings_are_settings() -> None:
    assert wrong(*(new for new in OLD_NAMES.values() if new is not None)) == []


def test_names_come_from_environment_and_file_where_they_have_a_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("DATABSE_URL=postgresql://db/x\nauth__secret_ky=1\nLIMITS__READ=\n", "utf-8")
    monkeypatch.setenv("Redis_Uri", "redis://db")
    monkeypatch.setenv("TMDB__TOKN", "")
    given = given_names(file)
    assert {"DATABSE_URL", "AUTH__SECRET_KY", "REDIS_URI"} <= given
    assert not given & {"LIMITS__READ", "TMDB__TOKN"}
