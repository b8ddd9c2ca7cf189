"""The members of an upload: a zip's, a gzip's one, or the file itself.

Traps: sizes in a zip can lie, so bytes are counted while they are unpacked; members may overlap, which makes small
bombs large; one block of bzip2 or LZMA unpacks to hundreds of MB at once, so only stored and deflated members are
read; names may lead out of the archive. Encryption is ZipCrypto or AES: `zipfile` knows the first alone.
"""

import gzip
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO, Final, cast

import pyzipper

from watchkeeper.models.errors.import_errors import (
    ImportEncryptedError,
    ImportUnreadableError,
    ImportUnsafeArchiveError,
)
from watchkeeper.repositories.imports.adapters.reading.unpacked_bytes import Again, counted, unreadable

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_DIRECTORY_ENTRY = b"PK\x01\x02"
_OTHER_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_ARCHIVE_NAME = re.compile(r"\.(?:zip|gz|tgz|tar|7z|rar|bz2|xz|zst)$", re.IGNORECASE)
_OUTSIDE = re.compile(r"^(?:/|[A-Za-z]:)|(?:^|/)\.\.(?:/|$)|\0")
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_SMALL: Final = 1 << 20  # what a ratio says nothing about


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadLimits:
    """Bounds of an archive. Sizes are in bytes, `ratio` is bytes unpacked a byte packed."""

    unpacked: int = 500 << 20
    member: int = 100 << 20
    members: int = 2000
    ratio: int = 200


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the upload, which can be opened any number of times."""

    name: str
    open: Callable[[], BinaryIO]


def members_of(file: BinaryIO, name: str, password: str | None, limits: UploadLimits) -> tuple[Member, ...]:
    """Return the members of an upload, without opening any.

    Raises ImportEncryptedError, ImportUnreadableError, ImportUnsafeArchiveError.
    """
    file.seek(0)
    start = file.read(16)
    if start.startswith(_OTHER_ARCHIVES):
        raise ImportUnreadableError("Of archives, zip and gzip are read.")
    if start.startswith(_ZIP):
        return _zip_members(file, password, limits)
    if start.startswith(_GZIP):
        return (Member(re.sub(r"\.gz$", "", name, flags=re.IGNORECASE), lambda: _gzip(file, limits)),)
    return (Member(name, lambda: counted(Again(file), limits.member, None)),)


def is_archive(start: bytes) -> bool:
    """Return whether the first bytes of a member are those of an archive."""
    return start.startswith((*_ZIP, _GZIP, *_OTHER_ARCHIVES))


def _zip_members(file: BinaryIO, password: str | None, limits: UploadLimits) -> tuple[Member, ...]:
    if _directory_entries(file) > limits.members:
        raise ImportUnsafeArchiveError(f"The archive has more than {limits.members} members.")
    with unreadable():
        archive = zipfile.ZipFile(file)
        infos = archive.infolist()
        is_encrypted = any(info.flag_bits & _ENCRYPTED for info in infos)
        if is_encrypted:
            archive = pyzipper.AESZipFile(file)
            infos = archive.infolist()
        infos = [info for info in infos if not info.is_dir()]
        size = file.seek(0, io.SEEK_END)
    _require_safe(infos, size, limits)
    if is_encrypted and password is None:
        raise ImportEncryptedError
    secret = password.encode() if password is not None else None
    return tuple(Member(info.filename, _opener(archive, info, secret, limits)) for info in infos)


def _directory_entries(file: BinaryIO) -> int:
    """Count the entries of the directory before `zipfile` makes an object of each."""
    file.seek(0)
    found, rest = 0, b""
    while block := file.read(1 << 20):
        found += (rest + block).count(_DIRECTORY_ENTRY)
        rest = block[-3:]
    return found


def _require_safe(infos: Sequence[zipfile.ZipInfo], size: int, limits: UploadLimits) -> None:
    if any(_OUTSIDE.search(info.filename.replace("\\", "/")) for info in infos):
        raise ImportUnsafeArchiveError("A member has a name that leads out of the archive.")
    if any(_ARCHIVE_NAME.search(info.filename) for info in infos):
        raise ImportUnsafeArchiveError("The archive holds another archive: send that one by itself.")
    if sum(info.file_size for info in infos) > limits.unpacked:
        raise ImportUnsafeArchiveError(f"The archive unpacks to more than {limits.unpacked >> 20} MiB.")
    if any(info.file_size > min(limits.member, _most_of(info, limits)) for info in infos):
        raise ImportUnsafeArchiveError("A member unpacks to more than is allowed.")
    if sum(info.compress_size for info in infos) > size:
        raise ImportUnsafeArchiveError("Members of the archive overlap.")


def _most_of(info: zipfile.ZipInfo, limits: UploadLimits) -> int:
    return max(info.compress_size * limits.ratio, _SMALL)


def _opener(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, secret: bytes | None, limits: UploadLimits
) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        if info.compress_type not in _METHODS:
            raise ImportUnreadableError("A member of the archive is packed by a method that is not read.")
        is_encrypted = bool(info.flag_bits & _ENCRYPTED)
        with _password_needed(), unreadable():
            raw = archive.open(info, pwd=secret if is_encrypted else None)
        return counted(raw, limits.member, _most_of(info, limits), is_encrypted=is_encrypted)

    return opened


@contextmanager
def _password_needed() -> Iterator[None]:
    try:
        yield
    except RuntimeError as failure:
        raise ImportEncryptedError("The password is not that of the archive.") from failure


def _gzip(file: BinaryIO, limits: UploadLimits) -> BinaryIO:
    size = file.seek(0, io.SEEK_END)
    unpacked = cast("IO[bytes]", gzip.GzipFile(fileobj=cast("BinaryIO", Again(file))))
    return counted(unpacked, limits.member, max(size * limits.ratio, _SMALL))
