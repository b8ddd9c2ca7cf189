"""manage.py by an interpreter that may lack the packages: copies of it in folders with and without a `.venv`."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from watchkeeper.configs.settings import PROJECT_ROOT


@pytest.fixture
def bare_python(tmp_path: Path) -> Path:
    """An interpreter without any package."""
    venv.create(tmp_path / "bare", with_pip=False)
    return tmp_path / "bare" / "bin" / "python"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with manage.py and the source, and nothing installed."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    shutil.copy(PROJECT_ROOT / "manage.py", folder)
    (folder / "src").symlink_to(PROJECT_ROOT / "src")
    return folder


def _version(command: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*command, "version"], cwd=folder, env={}, capture_output=True, text=True, check=False)


def test_interpreter_with_the_packages_runs_the_command_itself(checkout: Path, tmp_path: Path) -> None:
    answer = _version([sys.executable, checkout / "manage.py"], tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize("command", ["manage.py", "./manage.py", "{checkout}/manage.py"])
def test_interpreter_without_the_packages_goes_on_in_the_virtual_environment(
    bare_python: Path, checkout: Path, command: str
) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    python = checkout / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    answer = _version([bare_python, command.format(checkout=checkout)], checkout)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.strip()


def test_without_packages_and_virtual_environment_one_sentence_says_what_to_do(
    bare_python: Path, checkout: Path
) -> None:
    answer = _version([bare_python, "manage.py"], checkout)
    assert (answer.returncode, answer.stderr.count("\n"), "make run" in answer.stderr) == (1, 1, True)


def test_virtual_environment_that_lacks_the_packages_does_not_start_itself_again(checkout: Path) -> None:
    venv.create(checkout / ".venv", with_pip=False)
    answer = _version([checkout / ".venv" / "bin" / "python", "manage.py"], checkout)
    assert (answer.returncode, "make run" in answer.stderr) == (1, True)
