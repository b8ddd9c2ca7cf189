"""The folder that holds everything which a run makes; it is removed with what was mounted in it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.image.commands import run

_MOUNTS = Path("/proc/mounts")
_BLOB_CACHE = Path("/var/lib/containers/cache/blob-info-cache-v1.boltdb")
"""The one file that buildah writes outside the folders which it is given."""


@contextmanager
def working_folder() -> Iterator[Path]:
    """Give a temporary folder, and remove it at the end whatever happened."""
    folder = Path(tempfile.mkdtemp(prefix="watchkeeper-image-")).resolve()
    had_blob_cache = _BLOB_CACHE.exists()
    try:
        yield folder
    finally:
        _unmount_below(folder)
        shutil.rmtree(folder)
        if not had_blob_cache:
            _remove_blob_cache()


def _unmount_below(folder: Path) -> None:
    # What debootstrap mounted stays when it is killed; removing files below it would remove those of the machine.
    for place in reversed(_mounted_below(folder)):
        run(["umount", "--lazy", place], seconds=30)


def _mounted_below(folder: Path) -> list[str]:
    places = [line.split(" ")[1] for line in _MOUNTS.read_text().splitlines()]
    return [place for place in places if Path(place).is_relative_to(folder)]


def _remove_blob_cache() -> None:
    _BLOB_CACHE.unlink(missing_ok=True)
    for parent in list(_BLOB_CACHE.parents)[:2]:
        if parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
