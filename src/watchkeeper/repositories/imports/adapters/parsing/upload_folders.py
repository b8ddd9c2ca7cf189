"""Folders that uploads are unpacked in. What a killed process left is found by its lock, which ended with it."""

import asyncio
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_PREFIX: Final = "watchkeeper-upload-"
_NEW_SECONDS: Final = 60.0
"""How long a folder may lie there before it has to be locked."""


@contextmanager
def upload_folder() -> Iterator[Path]:
    """Make a folder for the block, which is locked while it lasts."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name, _locked(Path(name)):
        yield Path(name)


async def remove_abandoned_folders() -> None:
    """Remove the folders of uploads that no process is at any more."""
    await asyncio.to_thread(_remove_abandoned)


def _remove_abandoned() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # in use, another person's, or gone
            _remove_if_old(folder)


def _remove_if_old(folder: Path) -> None:
    if time.time() - folder.stat().st_mtime > _NEW_SECONDS:
        with _locked(folder):
            shutil.rmtree(folder)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder. Raises BlockingIOError where another one holds it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
