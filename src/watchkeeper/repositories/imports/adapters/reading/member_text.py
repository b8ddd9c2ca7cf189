"""The text of a member, in whatever encoding it was saved.

Traps: exports are UTF-8 with or without a byte order mark; spreadsheets save UTF-16, also without one, or Windows-1252,
in which five bytes have no meaning. One damaged letter, or a last one that is cut off, makes no other of the file
Windows-1252: only the bytes that are no UTF-8 are.
"""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TextIO

from watchkeeper.models.errors.import_errors import ImportUnreadableError
from watchkeeper.repositories.imports.adapters.reading.upload_archive import Member

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BYTES_OF_ENCODING: Final = 8
"""Bytes of the beginning by which UTF-16 without a byte order mark is told."""
_LATIN: Final = "else-windows-1252"


@contextmanager
def text_of(member: Member) -> Iterator[TextIO]:
    """Open a member as text, its line ends as they are."""
    with member.open() as stream:
        utf_16 = _utf_16_of(stream.read(_BYTES_OF_ENCODING))
    encoding, errors = ("utf-8-sig", _LATIN) if utf_16 is None else (utf_16, "strict")
    with member.open() as stream, io.TextIOWrapper(stream, encoding, errors=errors, newline="") as text:
        try:
            yield text
        except UnicodeError as failure:
            raise ImportUnreadableError("The text breaks its encoding.") from failure


def start_of(member: Member, size: int) -> str:
    """Return the text of the first bytes of a member, as far as they tell it."""
    with member.open() as stream:
        first = stream.read(size)
    utf_16 = _utf_16_of(first[:_BYTES_OF_ENCODING])
    if utf_16 is not None:
        return first[: len(first) // 2 * 2].decode(utf_16, "replace")
    return codecs.getincrementaldecoder("utf-8-sig")(_LATIN).decode(first)


def _utf_16_of(first: bytes) -> str | None:
    """Return the form of UTF-16 of a text, None of any other encoding. Without a byte order mark every other byte of
    its beginning is zero, as all histories begin with ASCII."""
    if first.startswith(_UTF_16):
        return "utf-16"
    evens, odds = first[::2], first[1::2]
    if not odds or any(evens) == any(odds):
        return None
    return "utf-16-le" if all(evens) else "utf-16-be" if all(odds) else None


def _as_windows_1252(failure: UnicodeError) -> tuple[str, int]:
    """Read bytes that are no UTF-8 as Windows-1252, and the five that it leaves open as Latin-1 does."""
    if not isinstance(failure, UnicodeDecodeError):
        raise failure
    raw = failure.object[failure.start : failure.end]
    try:
        return raw.decode("cp1252"), failure.end
    except UnicodeDecodeError:
        return raw.decode("latin-1"), failure.end


codecs.register_error(_LATIN, _as_windows_1252)
