import json
import re
import shlex
from pathlib import Path

import pytest

from watchkeeper.configs.settings import PROJECT_ROOT

Instruction = tuple[str, str]


def _stages() -> list[list[Instruction]]:
    """Return the instructions of each stage, continuation lines joined."""
    text = (PROJECT_ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = (line.strip() for line in text.splitlines())
    stages: list[list[Instruction]] = []
    for line in lines:
        if not line or line.startswith("#"):
            continue
        name, _, arguments = line.partition(" ")
        if name == "FROM":
            stages.append([])
        stages[-1].append((name, arguments.strip()))
    return stages


def _arguments(stage: list[Instruction], name: str) -> list[str]:
    return [arguments for instruction, arguments in stage if instruction == name]


def _allowed_into_the_image() -> list[str]:
    lines = (PROJECT_ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert "*" in lines, "everything is left out first"
    return [line[1:] for line in lines if line.startswith("!")]


def test_final_stage_runs_as_a_numeric_account_that_is_not_root() -> None:
    accounts = _arguments(_stages()[-1], "USER")
    assert len(accounts) == 1
    user, group = accounts[0].split(":")
    assert int(user) > 0
    assert int(group) > 0


def test_final_stage_runs_no_command_and_so_installs_nothing() -> None:
    assert len(_stages()) == 2
    assert _arguments(_stages()[-1], "RUN") == []


@pytest.mark.parametrize("stage", range(2))
def test_base_image_has_a_pinned_version(stage: int) -> None:
    image = _arguments(_stages()[stage], "FROM")[0].split(" ")[0]
    assert re.fullmatch(r"python:3\.\d+-slim", image)


def test_packages_are_installed_from_the_lock_by_their_hashes() -> None:
    installing = [command for command in _arguments(_stages()[0], "RUN") if " install " in command]
    assert len(installing) == 1
    words = shlex.split(installing[0])
    assert {"--require-hashes", "--no-deps", "/tmp/runtime.txt"} <= set(words)
    assert _arguments(_stages()[0], "COPY")[0] == "requirements/runtime.txt /tmp/runtime.txt"


def test_files_are_readable_and_not_writable_however_private_the_checkout_is() -> None:
    last = _stages()[0][-1]
    assert last[0] == "RUN"
    assert last[1].startswith("chmod -R u=rwX,go=rX . && ")
    assert _arguments(_stages()[0], "WORKDIR") == ["/app"]


def test_lock_of_the_image_has_a_hash_for_each_package_and_no_embedded_database() -> None:
    lock = (PROJECT_ROOT / "requirements" / "runtime.txt").read_text("utf-8").replace("\\\n", " ")
    packages = [line for line in lock.splitlines() if "==" in line]
    assert packages
    assert [line for line in packages if "--hash=sha256:" not in line] == []
    assert [line for line in packages if line.startswith(("pixeltable", "psutil"))] == []


@pytest.mark.parametrize("name", ["CMD", "HEALTHCHECK"])
def test_command_is_written_in_exec_form(name: str) -> None:
    arguments = _arguments(_stages()[-1], name)
    assert len(arguments) == 1
    command = json.loads(arguments[0][arguments[0].index("[") :])
    assert command[0] == "python"
    assert (PROJECT_ROOT / command[1]).is_file()


def test_service_listens_on_all_addresses_of_its_container_in_production() -> None:
    assert json.loads(_arguments(_stages()[-1], "CMD")[0])[2:] == ["run", "--host", "0.0.0.0"]
    variables = dict(word.split("=", 1) for word in shlex.split(" ".join(_arguments(_stages()[-1], "ENV"))))
    assert variables["ENVIRONMENT"] == "production"
    assert variables["PYTHONUNBUFFERED"] == "1"


def test_no_variable_of_the_image_is_a_secret() -> None:
    names = [
        word.split("=", 1)[0]
        for stage in _stages()
        for arguments in [*_arguments(stage, "ENV"), *_arguments(stage, "ARG")]
        for word in shlex.split(arguments)
    ]
    assert [name for name in names if re.search("SECRET|PASSWORD|TOKEN|_URL|KEY", name)] == []


def test_every_file_copied_from_the_project_is_there_and_let_through() -> None:
    copied = [source for arguments in _arguments(_stages()[0], "COPY") for source in arguments.split()[:-1]]
    assert sorted(source.removeprefix("./") for source in copied) == sorted(_allowed_into_the_image())
    assert [source for source in copied if not (PROJECT_ROOT / source).exists()] == []


@pytest.mark.parametrize("name", [".env", ".git", ".state", ".venv", "tests", "docs"])
def test_private_or_needless_files_stay_out_of_the_image(name: str) -> None:
    assert not any(Path(name).is_relative_to(allowed) for allowed in _allowed_into_the_image())
