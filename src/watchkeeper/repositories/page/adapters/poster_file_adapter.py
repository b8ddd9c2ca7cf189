import asyncio
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import time
from typing import Final

from watchkeeper.models.types.catalogue.picture import Picture, picture_of

_LOOKS_EVERY: Final = 64
"""Pictures stored between two looks at how much there is."""


class FilePosterAdapter:
    """Posters in files of a folder, at most `max_bytes` and not older than `max_age`. Processes may share it."""

    def __init__(self, folder: Path, *, max_bytes: int, max_age: timedelta) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._seconds = max_age.total_seconds()
        self._stored = 0

    async def find(self, url: str, width: int) -> Picture | None:
        content = await asyncio.to_thread(self._read, self._path(url, width))
        return None if content is None else picture_of(content)

    async def store(self, url: str, width: int, picture: Picture) -> None:
        await asyncio.to_thread(self._write, self._path(url, width), picture.content)
        self._stored += 1
        if self._stored % _LOOKS_EVERY == 1:
            await asyncio.to_thread(self.remove_oldest)

    def remove_oldest(self) -> None:
        """Remove what is too old, and the oldest of what is too much."""
        found = sorted(
            ((path.stat(), path) for path in self._folder.glob("*.picture")), key=lambda one: -one[0].st_mtime
        )
        total, oldest = 0, time() - self._seconds
        for state, path in found:
            total += state.st_size
            if total > self._max_bytes or state.st_mtime < oldest:
                path.unlink(missing_ok=True)

    def _path(self, url: str, width: int) -> Path:
        return self._folder / f"{sha256(f'{width} {url}'.encode()).hexdigest()}.picture"

    def _read(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes() if path.stat().st_mtime > time() - self._seconds else None
        except FileNotFoundError:
            return None

    def _write(self, path: Path, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, delete=False) as file:
            file.write(content)
        Path(file.name).replace(path)
