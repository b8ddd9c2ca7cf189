"""`make image-test`: what it does where it can't run, how it ends programs, and what of the machine the build sees."""

import os
import signal
from pathlib import Path

import psutil
import pytest

from tests.image import __main__ as image_test
from tests.image.base import base_image, cached_archive
from tests.image.commands import CommandError, UnavailableError, run
from tests.image.folder import working_folder
from tests.image.machine import index_options
from watchkeeper.configs.settings import PROJECT_ROOT

_LISTED = """\
global.index-url='https://index.example/simple'
global.extra-index-url='file:///opt/index https://more.example/simple'
global.find-links='/opt/wheels'
global.constraint='/etc/constraints.txt'
global.timeout='5'
install.no-binary='all'
:env:.timeout='30'
:env:.index-url='https://other.example/simple'
"""
"""What `pip config list` prints."""


def test_base_image_is_the_one_of_the_dockerfile_by_its_full_name() -> None:
    first_line = next(
        line for line in (PROJECT_ROOT / "Dockerfile").read_text("utf-8").splitlines() if line.startswith("FROM ")
    )
    assert base_image() == f"docker.io/library/{first_line.split()[1]}"


def test_archive_of_the_base_image_lies_in_the_checkout_unless_another_folder_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IMAGE_TEST_CACHE", raising=False)
    assert cached_archive().parent == PROJECT_ROOT / ".state" / "image-cache"
    monkeypatch.setenv("IMAGE_TEST_CACHE", str(tmp_path / "given"))
    assert cached_archive().parent == tmp_path / "given"


@pytest.mark.parametrize(("requested", "code"), [("", 0), ("required", 1)])
def test_machine_without_the_tools_skips_loudly_unless_the_test_is_required(
    requested: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unavailable() -> None:
        raise UnavailableError("there is no buildah")

    monkeypatch.setattr(image_test, "require_programs", unavailable)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setenv("IMAGE_TEST", requested)
    assert image_test.main() == code
    assert "NOT tested: there is no buildah" in capsys.readouterr().err


def test_options_of_pip_about_its_index_reach_the_build_without_folders_of_the_machine() -> None:
    assert index_options(_LISTED) == {
        "index-url": "https://other.example/simple",
        "extra-index-url": "https://more.example/simple",
        "timeout": "30",
    }


def test_program_that_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    written = tmp_path / "pid"
    with pytest.raises(CommandError, match="did not end within"):
        run(["sh", "-c", f"sleep 600 & echo $! > {written}.draft; mv {written}.draft {written}; wait"], seconds=3)
    pid = int(written.read_text())
    if psutil.pid_exists(pid):
        psutil.Process(pid).wait(60)


def test_program_that_fails_is_told_with_its_output_and_without_its_secrets() -> None:
    with pytest.raises(CommandError) as failure:
        run(["sh", "-c", "echo what was printed; exit 3", "--env=NAME=hidden"], seconds=60)
    assert "ended with 3:\nwhat was printed" in str(failure.value)
    assert "hidden" not in str(failure.value)


def test_folder_is_removed_when_the_test_is_interrupted() -> None:
    seen: list[Path] = []

    def interrupted() -> None:
        with working_folder() as folder:
            (folder / "file").touch()
            seen.append(folder)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not seen[0].exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts")
def test_what_is_mounted_in_the_folder_is_unmounted_and_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "precious").touch()
    with working_folder() as folder:
        (folder / "mounted").mkdir()
        try:
            run(["mount", "--bind", str(tmp_path), str(folder / "mounted")], seconds=60)
        except CommandError as failure:
            pytest.skip(f"mounting is not allowed here: {failure}")
        assert (folder / "mounted" / "precious").exists()
    assert (tmp_path / "precious").exists()
    assert not folder.exists()


def test_continuous_integration_runs_it_last() -> None:
    lines = (PROJECT_ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("part")][-1] == 'part_in_time "make image-test" test_image'
