"""The bytes of a member while they are unpacked, counted: sizes in an archive can lie."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, Final, cast

import pyzipper
from typing_extensions import Buffer

from watchkeeper.models.errors.import_errors import (
    ImportEncryptedError,
    ImportUnreadableError,
    ImportUnsafeArchiveError,
)

_BLOCK: Final = 1 << 16
_BROKEN = (
    *(zipfile.BadZipFile, pyzipper.BadZipFile, zlib.error, struct.error, OSError, EOFError),
    *(NotImplementedError, ValueError, IndexError, KeyError, OverflowError, AttributeError),
)


@contextmanager
def unreadable() -> Iterator[None]:
    """Take what the libraries raise about damaged archives for an unreadable upload."""
    try:
        yield
    except _BROKEN as failure:
        raise ImportUnreadableError("The archive is damaged, or of a kind that is not read.") from failure


class Again(io.RawIOBase):
    """A file from its beginning, which stays open."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._position = 0

    def read(self, size: int = -1) -> bytes:
        self._file.seek(self._position)
        block = self._file.read(size)
        self._position += len(block)
        return block


class CountedBytes(io.RawIOBase):
    """A reader of unpacked bytes, up to a limit."""

    def __init__(
        self, raw: IO[bytes] | io.RawIOBase, most: int, most_by_ratio: int | None, *, is_encrypted: bool
    ) -> None:
        self._raw = raw
        self._most = most if most_by_ratio is None else min(most, most_by_ratio)
        self._is_encrypted = is_encrypted
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        block = self._block(min(len(view), _BLOCK))
        self._read += len(block)
        if self._read > self._most:
            raise ImportUnsafeArchiveError("A member unpacks to more than is allowed.")
        view[: len(block)] = block
        return len(block)

    def _block(self, size: int) -> bytes:
        try:
            with unreadable():
                return self._raw.read(size) or b""
        except ImportUnreadableError:
            if self._is_encrypted and not self._read:
                raise ImportEncryptedError("The password is not that of the archive.") from None
            raise

    def close(self) -> None:
        self._raw.close()
        super().close()


def counted(
    raw: IO[bytes] | io.RawIOBase, most: int, most_by_ratio: int | None, *, is_encrypted: bool = False
) -> BinaryIO:
    stream = CountedBytes(raw, most, most_by_ratio, is_encrypted=is_encrypted)
    return cast("BinaryIO", io.BufferedReader(stream, _BLOCK))
