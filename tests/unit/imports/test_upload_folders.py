"""Folders that uploads are unpacked in are removed, also those of a process that was killed."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from watchkeeper.repositories.imports.adapters.parsing.upload_folders import remove_abandoned_folders, upload_folder

_OPENED = """
import sys
from watchkeeper.repositories.imports.adapters.parsing.upload_folders import upload_folder
with upload_folder() as folder:
    (folder / "members").mkdir()
    print(folder, flush=True)
    sys.stdin.read()
"""


def age(folder: Path) -> None:
    os.utime(folder, (0, 0))


def test_folder_of_a_killed_process_is_removed_and_that_of_a_living_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", _OPENED]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process,
        upload_folder() as own,
    ):
        assert process.stdout is not None
        left = Path(process.stdout.readline().decode().strip())
        age(own)
        age(left)
        asyncio.run(remove_abandoned_folders())
        assert (left.exists(), own.exists()) == (True, True)
        process.send_signal(signal.SIGKILL)
        process.wait()
        asyncio.run(remove_abandoned_folders())
        assert (left.exists(), own.exists()) == (False, True)
    assert list(tmp_path.iterdir()) == []
