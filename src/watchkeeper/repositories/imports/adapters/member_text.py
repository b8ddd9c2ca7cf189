"""The text of a member, in whatever encoding it was saved.

Traps: exports are UTF-8 with or without a byte order mark; spreadsheets save UTF-16 or Windows-1252, in which five
bytes have no meaning, and a file need not show it within its first megabyte. So a member is read twice, and never as
a whole.
"""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import BinaryIO, Final, TextIO

from watchkeeper.models.errors.import_errors import ImportUnreadableError
from watchkeeper.repositories.imports.adapters.upload_archive import Member

_BLOCK: Final = 1 << 18
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LATIN = "windows-1252-lenient"


def encoding_of(member: Member) -> str:
    """Return the encoding in which the whole member can be read."""
    with member.open() as stream:
        first = stream.read(_BLOCK)
        if first.startswith(_UTF_16):
            return "utf-16"
        return "utf-8-sig" if _is_utf_8(first, stream) else "cp1252"


def _is_utf_8(first: bytes, stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in chain([first], iter(partial(stream.read, _BLOCK), b"")):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def text_of(member: Member) -> Iterator[TextIO]:
    """Open a member as text, its line ends as they are."""
    encoding = encoding_of(member)
    with member.open() as stream, io.TextIOWrapper(stream, encoding, errors=_errors_of(encoding), newline="") as text:
        try:
            yield text
        except UnicodeError as failure:
            raise ImportUnreadableError("The text breaks its encoding.") from failure


def start_of(member: Member, size: int) -> str:
    """Return the text of the first bytes of a member, as far as they tell it."""
    with member.open() as stream:
        first = stream.read(size)
    if first.startswith(_UTF_16):
        return first[: len(first) // 2 * 2].decode("utf-16", "replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(first)
    except UnicodeDecodeError:
        return first.decode("cp1252", _LATIN)


def _errors_of(encoding: str) -> str:
    return _LATIN if encoding == "cp1252" else "strict"


def _as_latin_1(failure: UnicodeError) -> tuple[str, int]:
    """Read the five bytes that Windows-1252 leaves open as Latin-1 does, instead of giving the file up."""
    if not isinstance(failure, UnicodeDecodeError):
        raise failure
    return failure.object[failure.start : failure.end].decode("latin-1"), failure.end


codecs.register_error(_LATIN, _as_latin_1)
