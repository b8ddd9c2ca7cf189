"""A zip that is sent while it is written."""

from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile


class _Packed:
    """The bytes that were packed and not taken yet. It is not seekable, so `zipfile` writes sizes behind the
    members."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self.parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing to do: parts are there at once."""

    def close(self) -> None:
        """Nothing to do: nothing is open."""


class ArchiveStream:
    """An archive of which only what has not been taken is in memory."""

    def __init__(self) -> None:
        self._packed = _Packed()
        self._archive = ZipFile(self._packed, "w", ZIP_DEFLATED)

    def begin(self, name: str) -> IO[bytes]:
        """Return the next member to write to; it must be closed before another begins."""
        return self._archive.open(name, "w")

    def close(self) -> None:
        """Write the directory of the archive."""
        self._archive.close()

    def take(self) -> bytes:
        """Return what has been packed since the last call."""
        packed = b"".join(self._packed.parts)
        self._packed.parts.clear()
        return packed
