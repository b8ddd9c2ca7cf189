"""The elements of a JSON member, one at a time.

Traps: exports are arrays of 100,000 elements, or objects of such arrays beside the person's account, which is never
built; numbers keep their digits; brackets may be nested without end, so that they are counted before they are parsed.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate
from typing import Any, Final, TextIO

import ijson

from watchkeeper.models.errors.import_errors import ImportUnreadableError
from watchkeeper.repositories.imports.adapters.reading.member_text import text_of
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields
from watchkeeper.repositories.imports.adapters.reading.upload_archive import Member

DEEPEST: Final = 32
"""Brackets within each other; the exports have 7."""
LARGEST_ELEMENT: Final = 16 << 20
"""Bytes of one element, which is in memory as a whole: a show with 10,000 episodes has 1 MiB."""

_BROKEN = (ijson.JSONError, ValueError, ArithmeticError)
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_ESCAPING = re.compile(rb"(?<!\\)(?:\\\\)*\\\Z")
_NO_BRACKET: Final = bytes(set(range(256)) - set(b"[]{}"))
_FILLING: Final = bytes.maketrans(b"\0\x1a", b"  ")
"""What a bad transfer fills the end of a file with, as spaces; no JSON has it elsewhere."""
_STEPS: Final = {**dict.fromkeys(b"[{", 1), **dict.fromkeys(b"]}", -1)}


def json_elements(member: Member, *keys: str) -> Iterator[tuple[str, Fields]]:
    """Yield the elements of a top-level array with the key "", or those of arrays below the given keys of an object.

    Elements that are no objects are yielded as empty ones, so that each counts. Raises ImportUnreadableError.
    """
    for key in keys or ("",):
        name, prefix = (f"{member.name}#{key}", f"{key}.item") if key else (member.name, "item")
        for row, element in enumerate(_items(member, prefix, within=prefix.count(".") + 1), 1):
            yield key, Fields(element if isinstance(element, dict) else {}, name, row)


def json_texts(member: Member, *keys: str) -> Iterator[str]:
    """Yield the texts of the array that lies below the keys, of an object each. Raises ImportUnreadableError."""
    for text in _items(member, ".".join((*keys, "item")), within=len(keys) + 1):
        if isinstance(text, str) and text.strip():
            yield text.strip()


def json_lines(member: Member) -> Iterator[Fields]:
    """Yield the objects of JSON lines. Raises ImportUnreadableError."""
    for row, element in enumerate(_items(member, "", within=0), 1):
        yield Fields(element if isinstance(element, dict) else {}, member.name, row)


def json_events(text: str) -> Iterator[tuple[str, Any]]:
    """Yield the events of a text, as far as it is JSON, with the value of each: `map_key` has a key."""
    with _readable():
        yield from ijson.basic_parse(io.BytesIO(text.encode()))


def _items(member: Member, prefix: str, *, within: int) -> Iterator[object]:
    """Yield the elements at a prefix, which stand within so many brackets; without a prefix there may be several."""
    with text_of(member) as text, _readable():
        yield from ijson.items(_Bounded(text, within), prefix, multiple_values=not prefix)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except _BROKEN as failure:
        raise ImportUnreadableError("The JSON is damaged, or breaks off.") from failure


class _Bounded:
    """A JSON text in UTF-8, whose brackets are counted, and what stands within those of one element."""

    def __init__(self, text: TextIO, within: int) -> None:
        self._text = text
        self._within = within
        self._size = 0
        self._depth = 0
        self._begun = b""  # what a string begins with that the last block did not end

    def read(self, size: int) -> bytes:
        """Return the next block. Raises ImportUnreadableError where brackets are too deep or an element too large."""
        block = self._text.read(max(1, size // 4)).encode().translate(_FILLING) if size else b""
        brackets = self._outside_strings(block).translate(None, _NO_BRACKET)
        depths = list(accumulate((_STEPS[bracket] for bracket in brackets), initial=self._depth))
        if max(depths) > DEEPEST:
            raise ImportUnreadableError(f"The JSON has more than {DEEPEST} brackets within each other.")
        self._depth = depths[-1]
        self._size = self._size + len(block) if min(depths) > self._within else 0
        if self._size > LARGEST_ELEMENT:
            raise ImportUnreadableError(f"An element of the JSON has more than {LARGEST_ELEMENT >> 20} MiB.")
        return block

    def _outside_strings(self, block: bytes) -> bytes:
        outside, quote, string = _STRING.sub(b"", self._begun + block).partition(b'"')
        self._begun = quote + (b"\\" if _ESCAPING.search(string) else b"")
        return outside
